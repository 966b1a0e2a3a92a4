import type { ProtocolGrid } from '../protocol/realise-protocol.ts';
import type { ClampMode } from './clamp-mode.ts';

/** What an amplifier can do, as data: what is asked of it is checked and shown by these, never by its name. */
export interface AmplifierCapabilities {
  /** 'VC' is always among them. Without 'I0' no free potential is recorded. */
  readonly modes: readonly ClampMode[];
  /** Hz, in any order. */
  readonly sampleRatesHz: readonly number[];
  /** Command voltages in voltage clamp, both ends included, mV. */
  readonly voltageRangeMv: { readonly lowest: number; readonly highest: number };
  /** Full scale of each current range, pA, in any order. */
  readonly currentRangesPa: readonly number[];
  /** Finest steps of its stimulus; the coarsest that a rig may have where it does not tell them. */
  readonly stimulusGrid: ProtocolGrid;
  /** Most that it may play otherwise than asked, where it does not tell its steps; null: less than a step of its stimulus. */
  readonly roundedWithin: { readonly levelMv: number; readonly timeMs: number } | null;
  /** Steps and ramps that one download takes, the hold before a protocol included. */
  readonly itemsPerDownload: number;
  /** False: no series resistance or capacitance is compensated, and none is asked for. */
  readonly compensates: boolean;
  /** A simulated cell may live through the hold faster than the clock. */
  readonly fastForwardsHold: boolean;
  /** What the cell gets when the port closes, which is the last thing left to try. */
  readonly onPortClose: 'safe-level' | 'plays-on';
}
