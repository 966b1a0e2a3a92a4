/** Public entry of the rig: what the app and the command line use. Free of Electron. */
export type { Amplifier, AmplifierIdentity } from './amplifier/amplifier.ts';
export type { AmplifierDriver, DriverSurroundings, FoundPort, PortList } from './amplifier/amplifier-driver.ts';
export { listAmplifiers } from './amplifier/driver-of.ts';
export { DRIVERS } from './drivers/index.ts';
export type { ClampState, DynamicClamp, InjectedCurrent } from './dynamic-clamp/dynamic-clamp.ts';
export { DYNAMIC_CLAMPS, openDynamicClamp } from './dynamic-clamp/index.ts';
export type { DynamicClampKind } from './dynamic-clamp/index.ts';
export { readOrder } from './emulator/take-orders.ts';
export { emulatorMain } from './emulator/emulator-main.ts';
export { EMULATED_DEVICES } from './emulator/emulated-devices.ts';
export { EMULATED_CELLS } from './emulator/heart-cells.ts';
export type { EmulatorReady } from './emulator/emulator-main.ts';
export { drawKernikCell } from './emulator/kernik-cell.ts';
export { runEmulator } from './emulator/run-emulator.ts';
export type { EmulatorOptions, RunningEmulator } from './emulator/run-emulator.ts';
export { MANIPULATORS, openManipulator } from './manipulator/index.ts';
export type { ManipulatorKind } from './manipulator/index.ts';
export type { Manipulator, ManipulatorPosition } from './manipulator/manipulator.ts';
export { openPatchMaster } from './patchmaster/index.ts';
export type { PatchMaster } from './patchmaster/index.ts';
export { RigError } from './rig-error.ts';
export type { RigErrorCode } from './rig-error.ts';
export { RECORD_DEFAULTS } from './run/record-request.ts';
export type { LiveBlock, RecordRequest, RunHandle, RunOutcome } from './run/record-request.ts';
export { Rig } from './run/rig.ts';
export type { RigEvents, RigOptions } from './run/rig.ts';
export type {
  RecordedBlock,
  RecordedEvent,
  RecordedGap,
  RecordedRealisation,
  RecordingEnd,
  RecordingMeta,
  RecordingSink,
} from './run/sink.ts';
export { spawnEmulator } from './spawn-emulator.ts';
export type { SpawnedEmulator, SpawnEmulatorOptions } from './spawn-emulator.ts';
export { raisePriority } from './raise-priority.ts';
