import type { ObservationBins } from './observation-bins.ts';

/**
 * White-noise SD of a recording per sample: from second differences where the current is slow, by their median, so that
 * neither currents nor spikes raise it. For white noise the second difference has SD sqrt(6) times the noise's.
 * @returns pA/pF (unit of the samples)
 */
export function estimateNoise(bins: ObservationBins, samples: ArrayLike<number>): number {
  const sizes: number[] = [];
  for (let r = 0; r < bins.from.length; r++) {
    if ((bins.sinceJumpMs[r] ?? 0) < 40) continue;
    const end = Math.min(bins.to[r] ?? 0, samples.length);
    for (let k = Math.max(1, bins.from[r] ?? 0); k < end - 1; k++) {
      sizes.push(Math.abs((samples[k - 1] ?? NaN) - 2 * (samples[k] ?? NaN) + (samples[k + 1] ?? NaN)));
    }
  }
  if (sizes.length === 0) throw new Error('The recording has no quiet stretch of 40 ms to read the noise from; record a longer protocol.');
  const sorted = Float64Array.from(sizes).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  return median / 0.674_489_75 / Math.sqrt(6);
}

/** How far a model may be off beyond noise: a floor (pA/pF), a share of the current, a timing error (ms) on steep flanks. */
export interface Discrepancy {
  readonly floorPaPf: number;
  readonly share: number;
  readonly timingMs: number;
}

/** The kernel against the stiff solver. */
export const SOLVER_DISCREPANCY: Discrepancy = { floorPaPf: 0.003, share: 0.001, timingMs: 0.002 };

/** What is left where the kernel's error was taken off (ADR 17): fine steps against the stiff solver, and sensitivities that stay the kernel's. */
export const FINE_DISCREPANCY: Discrepancy = { floorPaPf: 0.001, share: 0.0003, timingMs: 0.0006 };

/** The model against a living cell: without it a fit bends every parameter to follow what the model does not have. */
export const LIVING_DISCREPANCY: Discrepancy = { floorPaPf: 0.3, share: 0.03, timingMs: 0.02 };

/** A filter still remembers what came before the record, which is not in it. */
const RECORD_START_MS = 0.35;

/**
 * SD of every bin: noise of the mean and discrepancy of the model.
 * @param blankMs time after each jump of the command that is left out
 */
export function binSigma(bins: ObservationBins, means: Float64Array, noise: number, blankMs: number, off: Discrepancy = SOLVER_DISCREPANCY): Float64Array {
  const perSampleMs = 1000 / bins.sampleRateHz;
  return Float64Array.from(means, (mean, r) => {
    if ((bins.sinceJumpMs[r] ?? 0) < blankMs || (bins.from[r] ?? 0) * perSampleMs < RECORD_START_MS) return Infinity;
    const width = (bins.to[r] ?? 0) - (bins.from[r] ?? 0);
    const next = Math.min(r + 1, means.length - 1);
    const before = Math.max(r - 1, 0);
    const spanMs = Math.max(perSampleMs, ((bins.from[next] ?? 0) - (bins.from[before] ?? 0)) * perSampleMs);
    const slope = Math.abs((means[next] ?? 0) - (means[before] ?? 0)) / spanMs;
    return Math.hypot(noise / Math.sqrt(width), off.floorPaPf, off.share * mean, off.timingMs * slope);
  });
}
