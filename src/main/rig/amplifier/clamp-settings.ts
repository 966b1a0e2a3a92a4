import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';

/** Settings of an amplifier, made before stimuli are loaded. */
export interface ClampSettings {
  /** One of its rates. */
  readonly sampleRateHz: number;
  /** One of its current ranges, by its full scale. */
  readonly rangePa: number;
  /** Corner of the low-pass filter of the current; 0: none. */
  readonly filterHz: number;
  readonly mode: ClampMode;
  /** Level between stimuli: uV in VC, fA in CC, 0 in I0. */
  readonly holdLevel: number;
}
