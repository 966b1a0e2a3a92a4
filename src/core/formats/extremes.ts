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
    const found = extremesOfFinite(values) ?? extremesOf(values);
    notFinite += found.notFinite;
    if (found.low < min) min = found.low;
    if (found.high > max) max = found.high;
  }
  return min > max ? { min: NaN, max: NaN, samples, notFinite } : { min, max, samples, notFinite };
}

interface SweepExtremes {
  readonly low: number;
  readonly high: number;
  readonly notFinite: number;
}

/** Null where a value is no finite number. Two values at once, each with comparisons of its own: twice as fast as one after the other. */
function extremesOfFinite(values: Float32Array): SweepExtremes | null {
  const even = values.length - (values.length % 2);
  let [lowA, lowB, highA, highB, sumA, sumB] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0];
  for (let i = 0; i < even; i += 2) {
    const a = values[i]!;
    const b = values[i + 1]!;
    if (a < lowA) lowA = a;
    if (a > highA) highA = a;
    if (b < lowB) lowB = b;
    if (b > highB) highB = b;
    // Nought times a value is nought, unless it is infinite or no number.
    sumA += 0 * a;
    sumB += 0 * b;
  }
  // Of an odd length the last value is left; of an even one the first is looked at twice.
  const last = even < values.length ? values[even]! : (values[0] ?? 0);
  if (sumA + sumB + 0 * last !== 0) return null;
  if (values.length === 0) return { low: Infinity, high: -Infinity, notFinite: 0 };
  return { low: Math.min(lowA, lowB, last), high: Math.max(highA, highB, last), notFinite: 0 };
}

function extremesOf(values: Float32Array): SweepExtremes {
  let [low, high, notFinite] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) notFinite++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high, notFinite };
}
