import { countedSd, noiseModel, type NoiseModel, type SampleRange } from './noise-model.ts';
import type { ObservationBins } from './observation-bins.ts';

/** Time after a jump of the command from which currents are slow, ms. */
const SLOW_AFTER_MS = 40;

/** Where a current is slow: bins from 40 ms after a jump of the command on. */
export function quietRanges(bins: ObservationBins, length: number): SampleRange[] {
  return Array.from(bins.from, (from, r) => [from, Math.min(bins.to[r] ?? 0, length) - 1] as const).filter(
    (_, r) => (bins.sinceJumpMs[r] ?? 0) >= SLOW_AFTER_MS,
  );
}

/**
 * Noise of a recording where the current is slow.
 * @param samples pA/pF; NaN where one is left out
 * @throws Error for a recording without such a stretch
 */
export function readNoise(bins: ObservationBins, samples: ArrayLike<number>): NoiseModel {
  const noise = noiseModel(samples, quietRanges(bins, samples.length), bins.sampleRateHz);
  if (noise === null) throw new Error('The recording has no quiet stretch of 40 ms to read the noise from; record a longer protocol.');
  return noise;
}

/** Model error allowed beyond noise: a floor (pA/pF), a share of the current, a timing error (ms) on steep flanks. */
export interface Discrepancy {
  readonly floorPaPf: number;
  readonly share: number;
  readonly timingMs: number;
}

/** Error of the kernel against the stiff solver. */
export const SOLVER_DISCREPANCY: Discrepancy = { floorPaPf: 0.003, share: 0.001, timingMs: 0.002 };

/**
 * Error that remains after the defect correction (ADR 17): fine steps against the stiff solver, with the kernel's sensitivities.
 */
export const FINE_DISCREPANCY: Discrepancy = { floorPaPf: 0.001, share: 0.0003, timingMs: 0.0006 };

/** Error of the model against a living cell. Without it a fit shifts every parameter to follow what the model lacks. */
export const LIVING_DISCREPANCY: Discrepancy = { floorPaPf: 0.3, share: 0.03, timingMs: 0.02 };

/** The output of the filter still depends on the time before the record. */
const RECORD_START_MS = 0.35;

/**
 * SD that every bin counts with: noise of the mean and discrepancy of the model.
 * @param blankMs time after each jump of the command that is left out
 */
export function binSigma(
  bins: ObservationBins,
  means: Float64Array,
  noise: number | NoiseModel,
  blankMs: number,
  off: Discrepancy = SOLVER_DISCREPANCY,
): Float64Array {
  const perSampleMs = 1000 / bins.sampleRateHz;
  return Float64Array.from(means, (mean, r) => {
    if ((bins.sinceJumpMs[r] ?? 0) < blankMs || (bins.from[r] ?? 0) * perSampleMs < RECORD_START_MS) return Infinity;
    const width = (bins.to[r] ?? 0) - (bins.from[r] ?? 0);
    const next = Math.min(r + 1, means.length - 1);
    const before = Math.max(r - 1, 0);
    const spanMs = Math.max(perSampleMs, ((bins.from[next] ?? 0) - (bins.from[before] ?? 0)) * perSampleMs);
    const slope = Math.abs((means[next] ?? 0) - (means[before] ?? 0)) / spanMs;
    return Math.hypot(
      typeof noise === 'number' ? noise / Math.sqrt(width) : countedSd(noise, width),
      off.floorPaPf,
      off.share * mean,
      off.timingMs * slope,
    );
  });
}
