/**
 * ISO text of a local date and time without a zone, or null where it cannot be a date (years before 1970 too).
 * @param dayMs milliseconds since midnight
 */
export function localDate(year: number, month: number, day: number, dayMs: number): string | null {
  if (!(Number.isInteger(year) && year >= 1970 && year <= 2200) || !(dayMs >= 0 && dayMs < 86_400_000)) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  return isoText(midnight.getTime() + Math.round(dayMs));
}

/**
 * The same for a local time given as one number, or null where it is before 1970 or after 2200.
 * @param sinceMs milliseconds since midnight of 1 January 1970
 */
export function localDateOf(sinceMs: number): string | null {
  const whole = Math.round(sinceMs);
  return whole >= 0 && whole < Date.UTC(2201, 0, 1) ? isoText(whole) : null;
}

function isoText(sinceMs: number): string {
  return new Date(sinceMs).toISOString().replace('Z', '');
}
