import { asStorageError, StorageError } from '../../node/files/index.ts';

export { asStorageError, guarded, StorageError, type StorageErrorCode } from '../../node/files/index.ts';

/**
 * Runs work that reads the contents of a file: an error that is neither of SQLite nor of the file system means damage
 * of the file, and is reported as such.
 */
export function guardedRead<T>(doing: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const error = asStorageError(doing, file, cause);
    if (error instanceof StorageError) throw error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StorageError(
      'damaged',
      `${doing} failed: the file holds something unexpected (${reason}). Copy ${file} before anything else is tried on it.`,
      { cause },
    );
  }
}
