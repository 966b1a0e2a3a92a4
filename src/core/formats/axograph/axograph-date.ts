import { localDate } from '../local-date.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The date in AxoGraph's notes: "Created on Mon Nov 26 2018" with "Start data acquisition at 14:03:10", or "Created : Mon Nov 26 2018
 * 14:03:10".
 */
export function axographDate(notes: string): string | null {
  const day = /Created (?:on|:) \w{3} (\w{3}) (\d{1,2}) (\d{4})/.exec(notes);
  const clock = /(?:Start data acquisition at|Created : \w{3} \w{3} \d{1,2} \d{4}) (\d{1,2}):(\d{2}):(\d{2})/.exec(notes);
  if (!day || !clock) return null;
  const [hours, minutes, seconds] = clock.slice(1).map(Number) as [number, number, number];
  return localDate(Number(day[3]), MONTHS.indexOf(day[1]!) + 1, Number(day[2]), ((hours * 60 + minutes) * 60 + seconds) * 1000);
}
