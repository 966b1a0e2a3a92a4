/**
 * White-noise estimate per sample from second differences, in the unit of the trace.
 * The median absolute second difference ignores the few samples of an upstroke; for white noise of standard deviation s
 * the second difference has s * sqrt(6), and a median absolute deviation is 0.6745 standard deviations.
 */
export function whiteNoiseSd(trace: ArrayLike<number>): number {
  if (trace.length < 3) return 0;
  const second = new Float64Array(trace.length - 2);
  for (let i = 0; i < second.length; i++) {
    second[i] = Math.abs((trace[i] as number) - 2 * (trace[i + 1] as number) + (trace[i + 2] as number));
  }
  second.sort();
  return (second[second.length >> 1] as number) / (0.6745 * Math.sqrt(6));
}

/** Centred moving mean over an odd number of samples; the ends use what there is, symmetrically. */
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
