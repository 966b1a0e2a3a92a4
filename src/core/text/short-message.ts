import { printable } from './printable.ts';

/** Longest message, characters. */
const LONGEST = 390;
/** Characters kept at the end of a message, which says what to do. */
const END = 150;

/** A message with quoted names and values, kept readable: printable, on one line, below 400 characters. */
export function shortMessage(message: string): string {
  // The rest is cut off below anyway; a name of a gigabyte is not scanned.
  const quoted = message.length > 4000 ? `${message.slice(0, 2000)}…${message.slice(-2000)}` : message;
  const line = printable(quoted.replace(/\s*\n\s*/g, ' ').trim());
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - END - 3)} … ${line.slice(-END)}`;
}
