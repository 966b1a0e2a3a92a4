import { quietRanges } from './noise.ts';
import type { SampleRange } from './noise-model.ts';
import type { ObservationBins } from './observation-bins.ts';

export interface MainsHum {
  readonly frequencyHz: 50 | 60;
  readonly amplitudePaPf: number;
}

const FREQUENCIES = [50, 60] as const;
/**
 * Differences over half a period must exceed those over a whole one by this factor (mean squares), and by four SDs of their ratio in white
 * noise: 1 + 12 / sqrt(number), since second differences over one lag share samples.
 */
const LARGER = 1.2;
const CHANCE = 12;
/** Fewest differences of each. */
const FEWEST = 200;

/**
 * Hum of the mains where the current is slow: a second difference over half a period holds four times its amplitude, over a whole one
 * nothing.
 * @param samples pA/pF; NaN where one is left out
 * @returns the frequency that explains more; null where neither does
 */
export function mainsHum(samples: ArrayLike<number>, bins: ObservationBins): MainsHum | null {
  const stretches = joined(quietRanges(bins, samples.length));
  let best: MainsHum | null = null;
  for (const frequencyHz of FREQUENCIES) {
    const { half, whole, count } = bendSquares(samples, stretches, bins.sampleRateHz / frequencyHz);
    if (count < FEWEST || half < Math.max(LARGER, 1 + CHANCE / Math.sqrt(count)) * whole) continue;
    const amplitudePaPf = Math.sqrt((half - whole) / 8);
    if (best === null || amplitudePaPf > best.amplitudePaPf) best = { frequencyHz, amplitudePaPf };
  }
  return best;
}

/**
 * Mean squares of second differences over half a period and a whole one around the same samples, where a slow current has the larger over
 * the whole one.
 * @param period in samples
 */
function bendSquares(
  samples: ArrayLike<number>,
  stretches: readonly SampleRange[],
  period: number,
): { readonly half: number; readonly whole: number; readonly count: number } {
  const reach = Math.floor(period) + 1;
  let [half, whole, count] = [0, 0, 0];
  for (const [from, to] of stretches) {
    for (let k = from + reach; k + reach < to; k++) {
      const [near, far] = [bendAt(samples, k, period / 2), bendAt(samples, k, period)];
      if (!Number.isFinite(near + far)) continue;
      half += near ** 2;
      whole += far ** 2;
      count++;
    }
  }
  return { half: half / count, whole: whole / count, count };
}

/** Second difference around a sample over a lag, interpolated. */
function bendAt(samples: ArrayLike<number>, k: number, lag: number): number {
  const near = Math.floor(lag);
  const share = lag - near;
  const beside = (side: 1 | -1): number => {
    const own = samples[k + side * near] as number;
    return share === 0 ? own : own * (1 - share) + (samples[k + side * (near + 1)] as number) * share;
  };
  return beside(1) - 2 * (samples[k] as number) + beside(-1);
}

function joined(quiet: readonly SampleRange[]): SampleRange[] {
  const all: [number, number][] = [];
  for (const [from, to] of quiet) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = to;
    else all.push([from, to]);
  }
  return all;
}
