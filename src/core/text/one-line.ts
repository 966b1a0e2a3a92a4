import { printable } from './printable.ts';

/** Text of a person or a file as it may stand in a comment of any language: one line, nothing that steers, no backslash that goes on. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim()).replaceAll('\\', '/');
}
