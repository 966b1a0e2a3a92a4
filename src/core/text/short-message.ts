import { printable } from './printable.ts';

/** A message is read at one glance. */
const LONGEST = 390;
/** The end of a message says what to do. */
const END = 150;

/** A message that stays one, whatever names and values it quotes: printable, on one line, below 400 characters. */
export function shortMessage(message: string): string {
  // What lies beyond this is cut away below; a name of a gigabyte is not even looked through.
  const quoted = message.length > 4000 ? `${message.slice(0, 2000)}…${message.slice(-2000)}` : message;
  const line = printable(quoted.replace(/\s*\n\s*/g, ' ').trim());
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - END - 3)} … ${line.slice(-END)}`;
}
