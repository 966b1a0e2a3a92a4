/**
 * Whether a trace that came from `before` passes the two extremes of a point upwards. Drawn in that order a
 * slope stays a slope; with a fixed order a falling flank would look like a saw.
 */
export function risesInto(before: number, low: number, high: number): boolean {
  return Number.isNaN(before) || before <= (low + high) / 2;
}
