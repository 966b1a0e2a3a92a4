/**
 * Control characters, line and paragraph separators, and marks that change the reading direction: a terminal or window would
 * obey them instead of showing them.
 */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]+/g;

/** Text of a device as it may be shown: printable, on one line, at most `longest` characters. */
export function printable(text: string, longest = 64): string {
  const clean = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  const characters = Array.from(clean);
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join('')}…`;
}
