import type { FilterTap } from '../amplifier/filter-taps.ts';
import { sparseRows, type SparseRows, type TimeWeights } from '../simulate/sampling.ts';
import type { StepGrid } from '../simulate/step-grid.ts';
import type { ObservationBins } from './observation-bins.ts';

/** Time after a jump from which currents change little within the length of the filter, ms. */
const SLOW_AFTER_MS = 25;

/**
 * Linear map from currents at step midpoints to bin means of the sampled, optionally low-pass filtered, record.
 * @param taps low-pass filter of the amplifier; empty for none
 */
export function observationOperator(bins: ObservationBins, grid: StepGrid, taps: readonly FilterTap[]): SparseRows {
  const perSampleMs = 1000 / bins.sampleRateHz;
  const earliest = (grid.midMs[0] ?? 0) / 2;
  const meanDelay = taps.reduce((sum, tap) => sum + tap.weight * tap.delayMs, 0);
  function* terms(row: number): TimeWeights {
    const from = bins.from[row] ?? 0;
    const to = bins.to[row] ?? 0;
    for (let k = from; k < to; k++) {
      const weight = 1 / (to - from);
      // Where the current is slow, the filter only delays it.
      const slow = (bins.sinceJumpMs[row] ?? 0) > SLOW_AFTER_MS;
      if (slow || taps.length === 0) {
        yield [Math.max(earliest, k * perSampleMs - meanDelay), weight];
        continue;
      }
      for (let i = taps.length - 1; i >= 0; i--) {
        const tap = taps[i];
        if (tap) yield [Math.max(earliest, k * perSampleMs - tap.delayMs), weight * tap.weight];
      }
    }
  }
  const observations = Array.from(bins.from, (_, row) => ({ [Symbol.iterator]: () => ascending(terms(row)) }));
  return sparseRows(grid, observations);
}

/** Taps of neighbouring samples interleave; the sampling walks forward through the pieces. */
function* ascending(terms: TimeWeights): Generator<readonly [number, number]> {
  yield* [...terms].sort((a, b) => a[0] - b[0]);
}
