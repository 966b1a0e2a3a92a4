import type { ObservationBins } from './observation-bins.ts';

export interface PresentMeans {
  /** Mean of the recorded samples of each bin; 0 where a bin has none. */
  readonly means: Float64Array;
  /**
   * 1 where all samples of a bin were recorded, else 0: a bin that lost samples (an edge, a clipped spike) has another mean than the
   * model's whole bin.
   */
  readonly whole: Uint8Array;
  /** Samples that there are in each bin. */
  readonly counts: Int32Array;
}

/** Means of a recording of which samples were lost. @param samples NaN where one was lost, or beyond the end */
export function presentMeans(bins: ObservationBins, samples: ArrayLike<number>): PresentMeans {
  const means = new Float64Array(bins.from.length);
  const whole = new Uint8Array(bins.from.length);
  const counts = new Int32Array(bins.from.length);
  for (let r = 0; r < means.length; r++) {
    const [from, to] = [bins.from[r] ?? 0, bins.to[r] ?? 0];
    let [sum, count] = [0, 0];
    for (let k = from; k < to; k++) {
      const value = samples[k] ?? NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
    means[r] = count === 0 ? 0 : sum / count;
    counts[r] = count;
    whole[r] = count === to - from ? 1 : 0;
  }
  return { means, whole, counts };
}

/** SDs with Infinity, which leaves an observation out, where a bin is not whole. */
export function sigmaOfWhole(sigma: Float64Array, whole: Uint8Array): Float64Array {
  return sigma.map((sd, r) => (whole[r] === 1 ? sd : Infinity));
}
