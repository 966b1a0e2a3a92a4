import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { connect } from './connect.ts';
import { copyHeld, readHeld } from './held-descriptors.ts';
import { StorageError } from './storage-error.ts';

/** A session larger than this is not held in memory, bytes. */
const LARGEST_IN_MEMORY = 64 * 1024 * 1024;

/**
 * A private copy of a session that cannot be read in its place, with or without its log: on the disk for temporary files, or
 * in memory when that disk is full.
 */
export function copyToRead(file: string, withLog: boolean): { readonly db: Database.Database; readonly close: () => void } {
  let folder: string | null = null;
  const remove = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  try {
    folder = mkdtempSync(join(tmpdir(), 'twinclamp-read-'));
    const copy = join(folder, 'session');
    for (const suffix of withLog ? ['', '-wal'] : ['']) copyHeld(file + suffix, copy + suffix);
    const db = connect(copy);
    return {
      db,
      close: () => {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    if (!/^(ENOSPC|EDQUOT|EFBIG|EROFS|EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if (withLog || statSync(file).size > LARGEST_IN_MEMORY) {
      throw new StorageError(
        'disk-full',
        `${file} can only be read from a temporary copy, and there is no room for one. Free some space on the disk of temporary files.`,
        { cause: error },
      );
    }
    const image = readHeld(file);
    // Bytes 18 and 19 say that a log is used, which is impossible for an image in memory.
    image.fill(1, 18, 20);
    const db = new Database(image);
    return { db, close: () => void db.close() };
  }
}
