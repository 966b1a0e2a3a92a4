import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StorageError, guarded } from './storage-error.ts';

const BLOCK = 1 << 20;
/** A line with more characters does not belong to a recording. */
const LONGEST_LINE = 10_000;

export interface TextLines {
  readonly lines: readonly string[];
  /** Share of the file that has been read, 0 ... 1. */
  readonly share: number;
}

/**
 * Lines of a text file, about a megabyte at a time; empty lines at its end are left out.
 * @throws StorageError when it cannot be read, is no file, or a line is longer than any recording's
 */
export function* textLines(file: string): Generator<TextLines> {
  const doing = 'Importing a recording';
  const descriptor = guarded(doing, file, () => openSync(file, 'r'));
  try {
    const stat = guarded(doing, file, () => fstatSync(descriptor));
    if (!stat.isFile()) throw new StorageError('refused', `${file} is no file. Choose a recording CSV.`);
    const block = Buffer.alloc(BLOCK);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let rest = '';
    let empty = 0;
    for (let done = 0; ;) {
      const got = guarded(doing, file, () => readSync(descriptor, block, 0, BLOCK, null));
      done += got;
      const parts = (rest + decoder.decode(block.subarray(0, got), { stream: got > 0 })).split(/\r?\n/);
      rest = got === 0 ? '' : (parts.pop() ?? '');
      if (rest.length > LONGEST_LINE || parts.some((part) => part.length > LONGEST_LINE)) {
        throw new StorageError(
          'refused',
          `${file} has a line of more than ${LONGEST_LINE} characters; it is no recording CSV. Expected one line a sample.`,
        );
      }
      const lines: string[] = [];
      for (const part of parts) {
        if (part.trim() === '') {
          empty++;
          continue;
        }
        // An empty line in the middle counts as a line that is too short.
        for (; empty > 0; empty--) lines.push('');
        lines.push(part);
      }
      if (lines.length > 0) yield { lines, share: stat.size === 0 ? 1 : Math.min(1, done / stat.size) };
      if (got === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}
