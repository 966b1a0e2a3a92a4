import { boolean, choice, integer, list, nullable, number, record, type Of } from '../schema/index.ts';
import { CLAMP_MODES } from './clamp-mode.ts';

/** What an amplifier can do, as data: what is asked of it is checked and shown by these, never by its name. */
export const amplifierCapabilitiesSchema = record({
  /** 'VC' is always among them. Without 'I0' no free potential is recorded. */
  modes: list(choice(...CLAMP_MODES)),
  /** Hz, in any order. */
  sampleRatesHz: list(number),
  /** Command voltages in voltage clamp, both ends included, mV. */
  voltageRangeMv: record({ lowest: number, highest: number }),
  /** Full scale of each current range, pA, in any order. */
  currentRangesPa: list(number),
  /** Finest steps of its stimulus; the coarsest that a rig may have where it does not state them. */
  stimulusGrid: record({ voltageStepMv: number, timeStepMs: number }),
  /** Most that it may play otherwise than asked, where it does not state its steps; null: less than a step of its stimulus. */
  roundedWithin: nullable(record({ levelMv: number, timeMs: number })),
  /** Steps and ramps that one download takes, the hold before a protocol included. */
  itemsPerDownload: integer,
  /** False: no series resistance or capacitance is compensated, and none is asked for. */
  compensates: boolean,
  /** A simulated cell may live through the hold faster than the clock. */
  fastForwardsHold: boolean,
  /** What the cell gets when the port closes, which is the last thing left to try. */
  onPortClose: choice('safe-level', 'plays-on'),
});
export type AmplifierCapabilities = Of<typeof amplifierCapabilitiesSchema>;
