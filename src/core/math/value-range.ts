/** Lowest and highest of a list of numbers. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** @param values none NaN, at least one */
export function valueRange(values: ArrayLike<number>): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
