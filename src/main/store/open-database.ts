import { copyFileSync, existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { connect } from './connect.ts';
import { assertSchema } from './expected-schema.ts';
import { assertFileName } from './file-name.ts';
import { assessFile } from './log-verdict.ts';
import { migrate, readPragma } from './migrations.ts';
import { StorageError, guarded } from './storage-error.ts';

export interface OwnerOptions {
  /** How long one connection waits for another that is writing, ms; 5000 when absent. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens or creates the SQLite file of a session to write it: WAL, every commit synced to the disk (synchronous FULL; some
 * builds default to NORMAL under WAL, which may lose the last commits when power fails), foreign keys enforced. A file of an
 * older layout keeps it.
 * @throws StorageError when the file exists (create), is missing, no session, damaged or of a later layout (open), or has the log
 * of another session
 */
export function openDatabase(
  file: string,
  mode: 'create' | 'open',
  { busyTimeoutMs = BUSY_TIMEOUT_MS }: OwnerOptions = {},
): Database.Database {
  if (mode === 'create') assertFileName(file);
  if (mode === 'create' && existsSync(file)) {
    throw new StorageError('refused', `${file} exists already; a session is never overwritten. Choose another name.`);
  }
  if (mode === 'create' && existsSync(`${file}-wal`)) {
    throw new StorageError('refused', `The log (-wal) of another session is stored beside ${file}. Move it away, or choose another name.`);
  }
  if (mode === 'open') assertOpenable(file);
  return guarded(mode === 'create' ? 'Creating a session' : 'Opening a session', file, () => {
    const db = connect(file);
    try {
      db.pragma(`busy_timeout = ${busyTimeoutMs}`);
      db.pragma('trusted_schema = OFF');
      if (mode === 'open') assertSchema(db, readPragma(db, 'user_version'), file);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      if (mode === 'create') migrate(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Before SQLite opens it: SQLite would replay a foreign log into the file, and drop the unreadable end of the session's own. */
function assertOpenable(file: string): void {
  const { kind, notice } = assessFile(file).log;
  if (kind === 'foreign') throw new StorageError('refused', `${file}: ${notice ?? ''} Nothing can be stored in the session before.`);
  if (notice !== null) guarded('Keeping a damaged log', file, () => copyFileSync(`${file}-wal`, `${file}.damaged-log`));
}
