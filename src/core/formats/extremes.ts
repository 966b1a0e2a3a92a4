export interface Extremes {
  /** NaN where there is no finite value. */
  readonly min: number;
  readonly max: number;
  readonly samples: number;
  /** Values that are no finite number. */
  readonly notFinite: number;
}

/** Smallest and largest finite value of a signal over its sweeps. */
export function extremes(sweeps: Iterable<Float32Array>): Extremes {
  let [min, max] = [Infinity, -Infinity];
  let [samples, notFinite] = [0, 0];
  for (const values of sweeps) {
    samples += values.length;
    let sum = 0;
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      sum += value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // A sum of finite single-precision values is finite; only otherwise each value is checked.
    if (!Number.isFinite(sum)) {
      const finite = values.filter((value) => Number.isFinite(value));
      notFinite += values.length - finite.length;
      low = finite.reduce((least, value) => Math.min(least, value), Infinity);
      high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
    }
    if (low < min) min = low;
    if (high > max) max = high;
  }
  return min > max ? { min: NaN, max: NaN, samples, notFinite } : { min, max, samples, notFinite };
}
