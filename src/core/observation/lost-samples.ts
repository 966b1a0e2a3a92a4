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

/**
 * Means for a network, which takes a value for every bin: one of which all samples are left out lies between its neighbours.
 * @throws Error where the recording is shorter than the bins
 */
export function filledMeans(bins: ObservationBins, samples: ArrayLike<number>): Float64Array {
  const needed = bins.to.at(-1) ?? 0;
  if (samples.length < needed)
    throw new Error(`The recording has ${samples.length} samples; the protocol needs ${needed}. Record the whole protocol again.`);
  const { means, counts } = presentMeans(bins, samples);
  for (let r = 0; r < means.length; r++) {
    if (counts[r] !== 0) continue;
    let next = r;
    while (next < means.length && counts[next] === 0) next++;
    const before = r === 0 ? (means[next] ?? 0) : (means[r - 1] as number);
    const after = next < means.length ? (means[next] as number) : before;
    const empty = next - r;
    for (let k = 0; k < empty; k++) means[r + k] = before + ((after - before) * (k + 1)) / (empty + 1);
    r = next;
  }
  return means;
}
