/** Centred moving mean over an odd number of samples; near the ends it uses fewer samples, symmetrically. */
export function movingMean(trace: ArrayLike<number>, samples: number): Float64Array {
  const n = trace.length;
  const reach = Math.max(0, Math.floor((samples - 1) / 2));
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = (sums[i] as number) + (trace[i] as number);
  const mean = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const r = Math.min(reach, i, n - 1 - i);
    mean[i] = ((sums[i + r + 1] as number) - (sums[i - r] as number)) / (2 * r + 1);
  }
  return mean;
}
