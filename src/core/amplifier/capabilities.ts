import { boolean, choice, integer, list, nullable, number, record, type Of } from '../schema/index.ts';
import { CLAMP_MODES } from './clamp-mode.ts';
import { zapOfferSchema } from './zap.ts';

/** What an amplifier can do, as data. Requests are checked against it, and screens follow it; neither depends on the name. */
export const amplifierCapabilitiesSchema = record({
  /** 'VC' is always among them. Without 'I0' no free potential is recorded. */
  modes: list(choice(...CLAMP_MODES)),
  /** Hz, in any order. */
  sampleRatesHz: list(number),
  /** Command voltages in voltage clamp, both ends included, mV. */
  voltageRangeMv: record({ lowest: number, highest: number }),
  /** Full scale of each current range, pA, in any order. */
  currentRangesPa: list(number),
  /**
   * Low-pass filter of the current, corner in Hz: the device sets it as asked, or it is a knob of an amplifier that its operator turns and
   * states.
   */
  outputFilter: record({ lowestHz: number, highestHz: number, setBy: choice('device', 'operator') }),
  /** Finest steps of its stimulus; where it does not report them, the coarsest that such a rig may have. */
  stimulusGrid: record({ voltageStepMv: number, timeStepMs: number }),
  /** Largest deviation from the request where it does not report its steps; null: less than a step of its stimulus. */
  roundedWithin: nullable(record({ levelMv: number, timeMs: number })),
  /** Steps and ramps that one download takes, the hold before a protocol included. */
  itemsPerDownload: integer,
  /** True: what is longer is played as several downloads, between which it rests at the holding level for a time that it measures. */
  restsBetweenDownloads: boolean,
  /** False: no series resistance or capacitance is compensated, and none is asked for. */
  compensates: boolean,
  /** A short pulse that breaks the patch under a sealed pipette; null: it has none. */
  zap: nullable(zapOfferSchema),
  /** True for a simulated cell whose hold may run faster than real time. */
  fastForwardsHold: boolean,
  /** After the port is closed, the last resort: 'ends-at-hold' plays its download to the end, then stays at the holding level. */
  onPortClose: choice('safe-level', 'ends-at-hold', 'plays-on'),
});
export type AmplifierCapabilities = Of<typeof amplifierCapabilitiesSchema>;
