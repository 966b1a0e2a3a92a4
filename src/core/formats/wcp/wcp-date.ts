import { localDate } from '../local-date.ts';

/** WinWCP writes the date in the computer's locale: it is used only where day and month cannot be confused. */
export function wcpDate(text: string): { readonly iso: string | null; readonly note: string | null } {
  if (text.trim() === '') return { iso: null, note: null };
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s+(\d{1,2}):(\d{2}):(\d{2})\s*(AM|PM)?/i.exec(text.trim());
  const unclear = {
    iso: null,
    note: `The file was made at "${text.slice(0, 40)}", which can be read in more than one way; its date is left open.`,
  };
  if (!parts) return unclear;
  const [a, b, year, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (a <= 12 && b <= 12 && a !== b) return unclear;
  const [day, month] = b > 12 ? [b, a] : [a, b];
  const half = parts[7]?.toUpperCase();
  const hours = half === 'PM' && hour < 12 ? hour + 12 : half === 'AM' && hour === 12 ? 0 : hour;
  return { iso: localDate(year, month, day, ((hours * 60 + minute) * 60 + second) * 1000), note: null };
}
