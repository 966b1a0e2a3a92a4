import type { ApFeatures } from '../../../core/beat/ap-features.ts';
import type { Spread } from '../../../core/twin/ensemble.ts';
import type { LivingMode } from '../../living/living-request.ts';

/** Features that a twin is judged by, in the recorded frame. */
export const JUDGED_FEATURES = ['cycleLengthMs', 'apd50Ms', 'apd90Ms', 'mdpMv', 'peakMv'] as const;
export type JudgedFeature = (typeof JUDGED_FEATURES)[number];

export type LivingClass = 'beats' | 'rests';

/** What became of one cell of a set. */
export interface LivingRow {
  readonly cell: string;
  readonly mode: LivingMode;
  readonly class: LivingClass;
  /** What its twin does. */
  readonly twin: LivingClass;
  readonly recorded: ApFeatures;
  readonly predicted: ApFeatures;
  /** Of the ensemble. */
  readonly ensemble: Readonly<Record<JudgedFeature, Spread | null>>;
  /** Share of the ensemble that does what the cell does. */
  readonly alike: number;
  /** SD of the cell's own cycle lengths, ms; null with fewer than two. */
  readonly cycleSdMs: number | null;
  /** rms of what the twin leaves of the clamp, pA/pF; over that of the clamp fitted alone where both were fitted. */
  readonly residualPaPf: number;
  readonly residualRatio: number | null;
  readonly seconds: number;
  /** Cells that the prior was learned from; 0: the wide one. */
  readonly priorCells: number;
  /** chi2 per observation of the clamp. */
  readonly chi2PerSample: number | null;
  /** What the twin warns of, without a look at the potential where that was not fitted. */
  readonly alarms: readonly string[];
  readonly failed: string | null;
  /** Value of every parameter of the fit, in its own unit. */
  readonly values: Readonly<Record<string, number>>;
  /** Coordinates of the members of the ensemble. */
  readonly members: readonly (readonly number[])[];
  /** What a later stretch of the potential shows, to which nothing was fitted; null where all of it was needed. */
  readonly later: ApFeatures | null;
}
