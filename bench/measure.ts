/** Middle of the values, the upper of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Percentile by linear interpolation between order statistics, share 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low] ?? NaN;
  return below + (at - low) * ((sorted[low + 1] ?? below) - below);
}

export function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** Processor time of this process that the work takes, ms. */
export function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** rms difference over the range of the true values, %. */
export function rmsPercent(got: ArrayLike<number>, truth: ArrayLike<number>): number {
  let square = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i] ?? NaN;
    square += ((got[i] ?? NaN) - t) ** 2;
    low = Math.min(low, t);
    high = Math.max(high, t);
  }
  return (100 * Math.sqrt(square / truth.length)) / (high - low);
}
