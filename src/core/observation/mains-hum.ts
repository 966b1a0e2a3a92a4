import { quietRanges } from './noise.ts';
import type { SampleRange } from './noise-model.ts';
import type { ObservationBins } from './observation-bins.ts';

export interface MainsHum {
  readonly frequencyHz: 50 | 60;
  readonly amplitudePaPf: number;
}

const FREQUENCIES = [50, 60] as const;
/** Differences over half a period must exceed those over a whole one by this factor (mean squares). */
const LARGER = 1.2;
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
    const half = bendSquare(samples, stretches, bins.sampleRateHz / frequencyHz / 2);
    const whole = bendSquare(samples, stretches, bins.sampleRateHz / frequencyHz);
    if (half === null || whole === null || half < LARGER * whole) continue;
    const amplitudePaPf = Math.sqrt((half - whole) / 8);
    if (best === null || amplitudePaPf > best.amplitudePaPf) best = { frequencyHz, amplitudePaPf };
  }
  return best;
}

/** Mean square of second differences over a time in samples, interpolated. */
function bendSquare(samples: ArrayLike<number>, stretches: readonly SampleRange[], lag: number): number | null {
  const near = Math.floor(lag);
  const share = lag - near;
  const at = (k: number): number => (samples[k] as number) * (1 - share) + (share === 0 ? 0 : (samples[k + 1] as number) * share);
  let [square, count] = [0, 0];
  for (const [from, to] of stretches) {
    for (let k = from + near + 1; k + near + 1 < to; k++) {
      const bend =
        at(k + near) -
        2 * (samples[k] as number) +
        (samples[k - near] as number) * (1 - share) +
        (share === 0 ? 0 : (samples[k - near - 1] as number) * share);
      if (!Number.isFinite(bend)) continue;
      square += bend ** 2;
      count++;
    }
  }
  return count < FEWEST ? null : square / count;
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
