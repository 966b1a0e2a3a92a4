/**
 * ISO text of a local date and time without a zone, or null where it cannot be a date (years before 1970 too).
 * @param dayMs milliseconds since midnight
 */
export function localDate(year: number, month: number, day: number, dayMs: number): string | null {
  if (!(Number.isInteger(year) && year >= 1970 && year <= 2200) || !(dayMs >= 0 && dayMs < 86_400_000)) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  return new Date(midnight.getTime() + Math.round(dayMs)).toISOString().replace('Z', '');
}
