/** Date and time as the operator's clock showed them, without seconds; a text that is not a date is returned as it is. */
export function localDateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The same with the clock's offset from UTC at that time, for exported files: '2026-03-14 11:26 (UTC+01:00)'. */
export function localDateTimeAndZone(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const minutes = -date.getTimezoneOffset();
  const away = Math.abs(minutes);
  const zone = minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${localDateTime(iso)} (${zone})`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
