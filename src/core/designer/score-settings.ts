import { PRIOR_SD } from '../population/sample-cells.ts';

/** Clamp that a protocol is scored for. */
export interface ScoreSettings {
  /** White noise per sample, pA/pF. */
  readonly noisePaPf: number;
  readonly sampleRateHz: number;
  /** SD of the multipliers before the recording. */
  readonly priorSd: number;
  /** Time after each jump of the command that is left out: the capacitive transient, ms. */
  readonly blankMs: number;
  /** Effective series resistance after compensation, MOhm; 0: ideal clamp. */
  readonly rsMohm: number;
  /** Membrane capacitance for the time constant of the series resistance, pF. */
  readonly membranePf: number;
  /**
   * Every cell has its own electrode, drawn as for the populations of networks; `rsMohm` and `membranePf` are then ignored.
   */
  readonly rigs?: true;
  /** Series resistance, leak, offsets and capacitance error are inferred with the cell instead of known. */
  readonly nuisance: boolean;
}

/** Perfect clamp at the noise of the method's reference (0.3 pA/pF per 10 kHz sample). */
export const IDEAL_CLAMP: ScoreSettings = {
  noisePaPf: 0.3,
  sampleRateHz: 10_000,
  priorSd: PRIOR_SD,
  blankMs: 0,
  rsMohm: 0,
  membranePf: 45,
  nuisance: false,
};

/** A good whole-cell recording: transient blanked, 4 MOhm left, no rig parameter known exactly. */
export const ROBUST_CLAMP: ScoreSettings = { ...IDEAL_CLAMP, blankMs: 0.3, rsMohm: 4, nuisance: true };

/** Like robust, but over the range of rigs instead of one. */
export const RANGE_OF_RIGS: ScoreSettings = { ...ROBUST_CLAMP, rigs: true };

/** In words, for a table or a title. */
export function clampInWords({ rigs, rsMohm, membranePf }: ScoreSettings): string {
  if (rigs) return 'a separate electrode for each cell';
  return rsMohm > 0 ? `${rsMohm} MOhm effective, ${membranePf} pF` : 'ideal';
}

/** @throws Error naming the setting that cannot be used */
export function assertScoreSettings(settings: ScoreSettings): ScoreSettings {
  for (const name of ['noisePaPf', 'sampleRateHz', 'priorSd', 'membranePf'] as const) {
    if (!(settings[name] > 0)) throw new Error(`Score of a protocol: expected ${name} above 0, got ${settings[name]}. Correct it.`);
  }
  for (const name of ['blankMs', 'rsMohm'] as const) {
    if (!(settings[name] >= 0)) throw new Error(`Score of a protocol: expected ${name} of 0 or more, got ${settings[name]}. Correct it.`);
  }
  return settings;
}
