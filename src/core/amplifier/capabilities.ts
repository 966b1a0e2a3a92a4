import type { ProtocolGrid } from '../protocol/realise-protocol.ts';
import type { ClampMode } from './clamp-mode.ts';

/** What an amplifier can do, as data. Requests are checked against it, and screens follow it; neither depends on the name. */
export interface AmplifierCapabilities {
  /** 'VC' is always among them. Without 'I0' no free potential is recorded. */
  readonly modes: readonly ClampMode[];
  /** Hz, in any order. */
  readonly sampleRatesHz: readonly number[];
  /** Command voltages in voltage clamp, both ends included, mV. */
  readonly voltageRangeMv: { readonly lowest: number; readonly highest: number };
  /** Full scale of each current range, pA, in any order. */
  readonly currentRangesPa: readonly number[];
  /** Finest steps of its stimulus; where it does not report them, the coarsest that such a rig may have. */
  readonly stimulusGrid: ProtocolGrid;
  /** Largest deviation from the request where it does not report its steps; null: less than a step of its stimulus. */
  readonly roundedWithin: { readonly levelMv: number; readonly timeMs: number } | null;
  /** Steps and ramps that one download takes, the hold before a protocol included. */
  readonly itemsPerDownload: number;
  /** False: no series resistance or capacitance is compensated, and none is asked for. */
  readonly compensates: boolean;
  /** True for a simulated cell whose hold may run faster than real time. */
  readonly fastForwardsHold: boolean;
  /** State of the output after the port is closed, the last resort. */
  readonly onPortClose: 'safe-level' | 'plays-on';
}
