import { nthSmallest } from './nth-smallest.ts';
import { Scratch } from './scratch.ts';

const scratch = new Scratch();

/** Normal quantile of 75 %: the median of |x| is so many SDs. */
const MEDIAN_OF_ABSOLUTE = 0.674_489_75;
/** Median of the second differences' sizes for a white noise of SD 1. */
const PER_SD = MEDIAN_OF_ABSOLUTE * Math.sqrt(6);

/**
 * White-noise SD per sample, from second differences by their median, so that neither slow currents nor the few samples of a
 * spike or an upstroke raise it. For
 * white noise the second difference has SD sqrt(6) times the noise's.
 * @param middles half-open ranges of the samples that differences are taken around; absent: all that have two neighbours
 * @returns in the unit of the trace; null where no range holds a sample
 */
export function whiteNoiseSd(
  trace: ArrayLike<number>,
  middles: Iterable<readonly [from: number, to: number]> = [[1, trace.length - 1]],
): number | null {
  const ranges = Array.from(middles, ([from, to]) => [Math.max(1, from), Math.min(to, trace.length - 1)] as const);
  const sizes = scratch.take(ranges.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0));
  let count = 0;
  for (const [from, to] of ranges) {
    for (let k = from; k < to; k++) {
      const size = Math.abs((trace[k - 1] as number) - 2 * (trace[k] as number) + (trace[k + 1] as number));
      if (!Number.isNaN(size)) sizes[count++] = size;
    }
  }
  if (count === 0) return null;
  return nthSmallest(sizes.subarray(0, count), count >> 1) / MEDIAN_OF_ABSOLUTE / Math.sqrt(6);
}

/**
 * The same of a whole trace, where no more than a least SD is nothing: one pass counts small differences, and of a trace without noise no
 * median is searched.
 * @returns in the unit of the trace; 0 where it is `leastSd` or less, or the trace has fewer than three samples
 */
export function whiteNoiseAbove(trace: Float64Array, leastSd: number): number {
  const least = leastSd * PER_SD;
  const needed = (trace.length - 2) >> 1;
  let small = 0;
  for (let k = 1; k < trace.length - 1 && small <= needed; k++) {
    const size = (trace[k - 1] as number) - 2 * (trace[k] as number) + (trace[k + 1] as number);
    if (size <= least && size >= -least) small++;
  }
  if (small > needed) return 0;
  const sd = whiteNoiseSd(trace) ?? 0;
  return sd > leastSd ? sd : 0;
}
