import { statSync } from 'node:fs';
import { StorageError } from '../storage-error.ts';

/**
 * Whether a file that could not be opened may hold a session that a repair can save: damaged, or with a header that is lost. What a
 * repair finds in it is known when it is done.
 */
export function isRepairable(file: string, error: unknown): boolean {
  const isDamaged = error instanceof StorageError && (error.code === 'damaged' || error.code === 'not-a-session');
  const stat = isDamaged ? statSync(file, { throwIfNoEntry: false }) : undefined;
  return stat?.isFile() === true && stat.size > 0;
}
