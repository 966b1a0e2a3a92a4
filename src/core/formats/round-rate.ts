/** A rate within a millionth of a whole number of hertz is that number: intervals are stored rounded. */
export function roundRate(rateHz: number): number {
  const whole = Math.round(rateHz);
  return whole > 0 && Math.abs(rateHz / whole - 1) < 1e-6 ? whole : rateHz;
}
