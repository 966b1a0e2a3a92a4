/** Wire formats of Teensy dynamic clamps, for both ends of the line. */
export { CONDUCTANCES } from './conductances.ts';
export {
  DYCLAMP_CALIBRATION,
  DYCLAMP_COMMAND,
  DYCLAMP_STEP,
  dyclampCommand,
  dyclampLine,
  readDyclampDump,
  readDyclampLines,
  readDyclampReport,
} from './dyclamp.ts';
export {
  decodeFlex,
  encodeFlex,
  FLEX_BYTES,
  FLEX_CALIBRATION,
  FLEX_FLOATS,
  FLEX_TABLE,
  flexCalibration,
  flexSettings,
  flexStatus,
} from './flex-clamp.ts';
export type { FlexCalibration, FlexSettings, FlexStatus } from './flex-clamp.ts';
export { decodeOpenClamp, echoes, encodeOpenClamp, OPEN_CLAMP_BYTES, openClampEcho } from './open-clamp.ts';
export { faultOf } from './setting.ts';
export type { ClampSetting, ClampValues } from './setting.ts';
