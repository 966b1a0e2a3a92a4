import type { ObservationBins } from './observation-bins.ts';

/**
 * The samples of a recording with those that are left out (NaN) as a simulated cell has them: the mean of their bin.
 * @param means of the bins by the simulated cell, pA/pF
 */
export function filledFrom({ from, to }: ObservationBins, samples: Float32Array, means: ArrayLike<number>): Float32Array {
  const filled = samples.slice();
  for (let r = 0; r < from.length; r++) {
    for (let k = from[r] as number; k < (to[r] as number); k++) if (Number.isNaN(filled[k])) filled[k] = means[r] as number;
  }
  return filled;
}
