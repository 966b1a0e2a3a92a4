import { PUBLISHED_TEMPERATURE_C } from '../cell/temperature.ts';
import type { ObservationBins } from './observation-bins.ts';

/** Scale at which the current turns from linear to logarithmic in the network's input, pA/pF. */
export const CURRENT_SCALE_PA_PF = 0.1;

/** Smallest noise that the network distinguishes, pA/pF. */
export const LEAST_NOISE = 0.01;

/** Effective Rs Cm whose logarithm is 0 in the input: a typical recording, ms. */
export const TYPICAL_RS_CM_MS = 0.15;

/** What is known of a recording beside its samples. */
export interface RecordingContext {
  /** White-noise SD per sample, pA/pF. */
  readonly noise: number;
  /** Through electrode and amplifier, or under an ideal clamp. */
  readonly rig: boolean;
  /** Effective Rs Cm by membrane test and compensation, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  readonly temperatureC: number;
}

const CONTEXT_FEATURES = 5;

/** Inputs of the network: every bin mean as asinh(I / 0.1 pA/pF), then the context. */
export function featureCount(bins: ObservationBins): number {
  return bins.from.length + CONTEXT_FEATURES;
}

/** @param binMeans pA/pF */
export function writeFeatures(binMeans: ArrayLike<number>, context: RecordingContext, into: Float32Array): void {
  const n = binMeans.length;
  for (let r = 0; r < n; r++) into[r] = Math.asinh((binMeans[r] as number) / CURRENT_SCALE_PA_PF);
  into[n] = Math.log(Math.max(context.noise, LEAST_NOISE));
  into[n + 1] = context.rig ? 1 : 0;
  const expected = context.rig ? context.expectedRsCmMs : null;
  into[n + 2] = expected === null ? 0 : 1;
  into[n + 3] = expected === null ? 0 : Math.log(expected / TYPICAL_RS_CM_MS);
  into[n + 4] = (context.temperatureC - PUBLISHED_TEMPERATURE_C) / 10;
}

/** The context that a row of features holds. */
export function contextOf(row: ArrayLike<number>): Pick<RecordingContext, 'noise' | 'rig' | 'temperatureC'> {
  const n = row.length - CONTEXT_FEATURES;
  return { noise: Math.exp(row[n] as number), rig: row[n + 1] === 1, temperatureC: 10 * (row[n + 4] as number) + PUBLISHED_TEMPERATURE_C };
}

/** Names feature layout: a network reads only what was laid out the same way. */
export function featureLayoutId(bins: ObservationBins): string {
  return `asinh-bins/2 ${bins.id}`;
}
