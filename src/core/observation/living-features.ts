import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import { fillGaps } from './fill-gaps.ts';
import { CURRENT_SCALE_PA_PF, LEAST_NOISE, TYPICAL_RS_CM_MS } from './features.ts';
import type { ObservationBins } from './observation-bins.ts';

/** What is known of a living cell's recording beside its samples. */
export interface LivingContext {
  /** White-noise SD per sample of the bins' rate, pA/pF. */
  readonly noise: number;
  /** Effective Rs Cm by membrane test and compensation, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  readonly temperatureC: number;
  /** Time after each jump of the command that is left out, ms. */
  readonly blankMs: number;
}

const CONTEXT_FEATURES = 6;
/** Blank of which the logarithm is 0 in the input, ms; nothing shorter is said. */
const LEAST_BLANK_MS = 0.5;

export function livingFeatureCount(bins: ObservationBins): number {
  return bins.from.length + CONTEXT_FEATURES;
}

/** Names the feature layout: a network reads only what was laid out the same way. */
export function livingLayoutId(bins: ObservationBins): string {
  return `living-bins/1 ${bins.id}`;
}

/**
 * Inputs of a network for living cells: every bin mean as asinh(I / 0.1 pA/pF), those that were lost or lie in the blank from their
 * neighbours, then the context, in it the share that was lost.
 * @param binMeans pA/pF; gaps in it are filled
 * @param whole 1 where a bin was recorded; set to 0 in the blank
 */
export function writeLivingFeatures(
  bins: ObservationBins,
  binMeans: Float64Array,
  whole: Uint8Array,
  { noise, expectedRsCmMs, temperatureC, blankMs }: LivingContext,
  into: Float32Array,
): void {
  const n = binMeans.length;
  let lost = 0;
  for (let r = 0; r < n; r++) {
    if ((bins.sinceJumpMs[r] as number) < blankMs) whole[r] = 0;
    else if (whole[r] !== 1) lost++;
  }
  fillGaps(bins, binMeans, whole);
  for (let r = 0; r < n; r++) into[r] = Math.asinh((binMeans[r] as number) / CURRENT_SCALE_PA_PF);
  into[n] = Math.log(Math.max(noise, LEAST_NOISE));
  into[n + 1] = expectedRsCmMs === null ? 0 : 1;
  into[n + 2] = expectedRsCmMs === null ? 0 : Math.log(expectedRsCmMs / TYPICAL_RS_CM_MS);
  into[n + 3] = (temperatureC - PUBLISHED_TEMPERATURE_C) / 10;
  into[n + 4] = Math.log(Math.max(blankMs, LEAST_BLANK_MS) / LEAST_BLANK_MS);
  into[n + 5] = lost / n;
}

/** What a row of features says of its recording. */
export function livingContextOf(row: ArrayLike<number>): { readonly noise: number; readonly blankMs: number; readonly lost: number } {
  const n = row.length - CONTEXT_FEATURES;
  return { noise: Math.exp(row[n] as number), blankMs: LEAST_BLANK_MS * Math.exp(row[n + 4] as number), lost: row[n + 5] as number };
}
