import { Scratch } from './scratch.ts';

const scratch = new Scratch();

/**
 * Centred moving mean over an odd number of samples; near the ends it uses fewer samples, symmetrically.
 * @param mean receives it
 */
export function movingMean(trace: ArrayLike<number>, samples: number, mean: Float64Array = new Float64Array(trace.length)): Float64Array {
  const n = trace.length;
  const reach = Math.max(0, Math.floor((samples - 1) / 2));
  const sums = scratch.take(n + 1);
  let sum = 0;
  sums[0] = 0;
  for (let i = 0; i < n; i++) sums[i + 1] = sum += trace[i] as number;
  const at = (i: number, r: number): number => ((sums[i + r + 1] as number) - (sums[i - r] as number)) / (2 * r + 1);
  const inner = Math.max(reach, n - reach);
  for (let i = 0; i < Math.min(reach, n); i++) mean[i] = at(i, Math.min(i, n - 1 - i));
  for (let i = reach; i < inner; i++) mean[i] = at(i, reach);
  for (let i = inner; i < n; i++) mean[i] = at(i, Math.min(i, n - 1 - i));
  return mean;
}
