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
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      // Nearly all values lie between those found so far; what is no number does not.
      if (value >= low && value <= high) continue;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low < min) min = low;
    if (high > max) max = high;
  }
  return min > max ? { min: NaN, max: NaN, samples, notFinite } : { min, max, samples, notFinite };
}
