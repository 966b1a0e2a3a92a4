import { analyseBeats } from './beats.ts';
import type { ApFeatures } from './ap-features.ts';

/** What a cell does by itself; 'diverged' where the model cannot run it. */
export type PhenotypeOutcome = (typeof OUTCOMES)[number];
/** In the order of their codes in a data set. */
export const OUTCOMES = ['beating', 'irregular', 'quiescent', 'depolarised', 'diverged', 'oscillating'] as const;

export interface Phenotype {
  readonly outcome: PhenotypeOutcome;
  readonly features: ApFeatures;
  /** Share of the time within 0.1 mV of -60 mV, where the fCa gate switches; above 0.05 the cell slides on the switch. */
  readonly slidingShare: number;
}

export const SLIDING_SHARE = 0.05;
const SWITCH_MV = -60;
const SWITCH_WIDTH_MV = 0.1;

/** Columns of a phenotype in a data set; NaN for features that a resting cell does not have. */
export const PHENOTYPE_COLUMNS = [
  'outcome',
  'beats',
  'cycleLengthMs',
  'apd50Ms',
  'apd90Ms',
  'mdpMv',
  'peakMv',
  'dvdtMaxVs',
  'slidingShare',
] as const;

export function phenotypeOf(voltageMv: Float32Array, dtMs: number): Phenotype {
  let near = 0;
  for (const v of voltageMv) {
    if (!Number.isFinite(v)) return restingPhenotype('diverged', NaN);
    if (Math.abs(v - SWITCH_MV) <= SWITCH_WIDTH_MV) near++;
  }
  const { outcome, features } = analyseBeats(voltageMv, dtMs);
  return { outcome, features, slidingShare: near / voltageMv.length };
}

/** Phenotype of a cell that was found at rest (or diverged) before its record. */
export function restingPhenotype(outcome: PhenotypeOutcome, mdpMv: number): Phenotype {
  return {
    outcome,
    features: {
      beats: 0,
      cycleLengthMs: null,
      apd50Ms: null,
      apd90Ms: null,
      mdpMv: Number.isFinite(mdpMv) ? mdpMv : null,
      peakMv: null,
      dvdtMaxVs: null,
    },
    slidingShare: 0,
  };
}

export function phenotypeRow({ outcome, features, slidingShare }: Phenotype): number[] {
  return [
    OUTCOMES.indexOf(outcome),
    features.beats,
    features.cycleLengthMs ?? NaN,
    features.apd50Ms ?? NaN,
    features.apd90Ms ?? NaN,
    features.mdpMv ?? NaN,
    features.peakMv ?? NaN,
    features.dvdtMaxVs ?? NaN,
    slidingShare,
  ];
}
