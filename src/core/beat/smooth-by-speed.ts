import { movingMean } from '../math/moving-mean.ts';

/** Means over these times, ms: of an upstroke, of a flank, of diastole. */
const FAST_MS = 1;
const MIDDLE_MS = 5;
const SLOW_MS = 20;
/** Half of the time over which the slope is measured, ms. */
const REACH_MS = 20;
/** Change within that time, mV, from which the shorter mean begins to count, and up to which the longer one does. */
const FROM_SLOW_MV = [4, 10] as const;
const FROM_MIDDLE_MV = [15, 30] as const;

/**
 * A recorded potential with less noise: averaged over 20 ms in diastole and over 1 ms in the upstroke, so that its derivative can be
 * compared with a current.
 * @param voltageMv one value a sample
 */
export function smoothBySpeed(voltageMv: ArrayLike<number>, dtMs: number): Float64Array {
  const over = (ms: number): Float64Array => movingMean(voltageMv, 2 * Math.round(ms / dtMs / 2) + 1);
  const [fast, middle, slow] = [over(FAST_MS), over(MIDDLE_MS), over(SLOW_MS)];
  const reach = Math.round(REACH_MS / dtMs);
  const stride = Math.max(1, Math.round(2 / dtMs));
  return fast.map((value, i) => {
    const change = rangeWithin(middle, Math.max(0, i - reach), Math.min(fast.length - 1, i + reach), stride);
    const a = share(change, FROM_SLOW_MV);
    const b = share(change, FROM_MIDDLE_MV);
    return (slow[i] as number) * (1 - a) + a * ((middle[i] as number) * (1 - b) + b * value);
  });
}

function rangeWithin(trace: Float64Array, from: number, to: number, stride: number): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = from; i <= to; i += stride) {
    low = Math.min(low, trace[i] as number);
    high = Math.max(high, trace[i] as number);
  }
  return high - low;
}

function share(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
