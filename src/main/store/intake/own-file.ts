import { openSync, readSync, statSync } from 'node:fs';
import { closeWhenAlone } from '../held-descriptors.ts';

/** A file of this program: a session, or a twin as JSON. */
export type OwnFile = 'session' | 'twin';

const HEAD_BYTES = 1 << 16;
const SESSION = 'SQLite format 3\0';
const TWIN = /"schema"\s*:\s*"twinclamp\.twin\//;

/** Of which kind of this program's own a file is, by its content; null for all others, and where it cannot be read. */
export function ownFileOf(path: string): OwnFile | null {
  const head = headOf(path);
  if (head.startsWith(SESSION)) return 'session';
  return /^\s*\{/.test(head) && TWIN.test(head) ? 'twin' : null;
}

/** One byte a character. What is wrong with a file is said when it is read. */
function headOf(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return '';
  try {
    const descriptor = openSync(path, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.subarray(0, readSync(descriptor, head, 0, HEAD_BYTES, 0)).toString('latin1');
    } finally {
      closeWhenAlone(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return '';
    throw error;
  }
}
