import { localDate } from '../local-date.ts';

/** HEKA counts seconds of local time since 1990; null where that is no date. */
export function hekaDate(seconds: number): string | null {
  if (!(seconds > 0 && seconds < 7e9)) return null;
  const date = new Date(Date.UTC(1990, 0, 1) + Math.round(seconds * 1000));
  const dayMs = date.getTime() - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return localDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), dayMs);
}
