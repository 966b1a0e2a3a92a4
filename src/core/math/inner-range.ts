import { nthSmallest } from './nth-smallest.ts';
import { Scratch } from './scratch.ts';

const sampled = new Scratch();
const lows = new Scratch();
const highs = new Scratch();

/** Values that tell where the outermost ones begin. */
const SAMPLED = 1024;
/** More of them than their share, so that enough lie outside. */
const MARGIN = 6;

/**
 * Range of values without the outermost `cut` at each end: the values that would stand `cut` places from the ends if sorted. Where
 * few are cut, only those beyond a limit that a sample of them gives are put in order.
 * @param values none NaN, more than twice `cut`; they keep their order
 */
export function innerRange(values: ArrayLike<number>, cut: number): { readonly low: number; readonly high: number } {
  const n = values.length;
  const stride = Math.max(1, Math.floor(n / SAMPLED));
  const sample = sampled.take(Math.ceil(n / stride));
  for (let i = 0, k = 0; i < n; i += stride, k++) sample[k] = values[i] as number;
  const place = Math.min(sample.length - 1, Math.ceil(cut / stride) + MARGIN);
  const lowLimit = nthSmallest(sample, place);
  const highLimit = nthSmallest(sample, sample.length - 1 - place);
  const [low, high] = [lows.take(n), highs.take(n)];
  let [below, above] = [0, 0];
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    if (value <= lowLimit) low[below++] = value;
    if (value >= highLimit) high[above++] = value;
  }
  if (below <= cut || above <= cut) {
    low.set(values);
    return { low: nthSmallest(low, cut), high: nthSmallest(low, n - 1 - cut) };
  }
  return { low: nthSmallest(low.subarray(0, below), cut), high: nthSmallest(high.subarray(0, above), above - 1 - cut) };
}
