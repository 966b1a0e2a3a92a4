import { presentMeans, sigmaOfWhole } from './lost-samples.ts';
import { binSigma, type Discrepancy } from './noise.ts';
import type { NoiseModel } from './noise-model.ts';
import type { ObservationBins } from './observation-bins.ts';

/** A recording as a fit is held against it, one value a bin, pA/pF. */
export interface Observed {
  readonly observed: Float64Array;
  /** Infinity where a bin is left out. */
  readonly sigma: Float64Array;
}

/**
 * Bins of a recording with their SDs; a bin of which a sample is left out is left out as a whole.
 * @param samples pA/pF; NaN where one is left out
 * @throws Error where the recording is shorter than the bins
 */
export function observe(
  bins: ObservationBins,
  samples: ArrayLike<number>,
  noise: number | NoiseModel,
  blankMs: number,
  discrepancy?: Discrepancy,
): Observed {
  const needed = bins.to.at(-1) ?? 0;
  if (samples.length < needed)
    throw new Error(`The recording has ${samples.length} samples; the protocol needs ${needed}. Record the whole protocol again.`);
  const { means, whole } = presentMeans(bins, samples);
  return { observed: means, sigma: sigmaOfWhole(binSigma(bins, means, noise, blankMs, discrepancy), whole) };
}
