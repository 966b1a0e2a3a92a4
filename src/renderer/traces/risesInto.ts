/**
 * Whether a trace that came from `before` goes through the two extremes of a point upwards. Drawn in that order a
 * slope is a slope; drawn always upwards a falling flank would be a saw.
 */
export function risesInto(before: number, low: number, high: number): boolean {
  return Number.isNaN(before) || before <= (low + high) / 2;
}
