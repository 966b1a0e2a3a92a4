import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { APPLICATION_ID, migrate, readPragma } from './migrations.ts';
import { StorageError, guarded } from './storage-error.ts';

/** How long one connection waits for another that is writing, ms. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens or creates the SQLite file of a session: WAL, every commit synced to the disk (synchronous FULL; some builds
 * default to NORMAL under WAL, which may lose the last commits when power fails), foreign keys held.
 * @throws StorageError when the file exists (create), is missing, no session, damaged or of a later layout (open)
 */
export function openDatabase(file: string, mode: 'create' | 'open'): Database.Database {
  if (mode === 'create' && existsSync(file)) {
    throw new StorageError('refused', `${file} exists already; a session is never overwritten. Choose another name.`);
  }
  if (mode === 'open' && !existsSync(file)) {
    throw new StorageError('not-found', `${file} does not exist. Choose a session file (.twinclamp).`);
  }
  return guarded(mode === 'create' ? 'Creating a session' : 'Opening a session', file, () => {
    const db = new Database(file);
    try {
      if (mode === 'open') assertSession(db, file);
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      migrate(db, file);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function assertSession(db: Database.Database, file: string): void {
  const found = readPragma(db, 'application_id');
  if (found !== APPLICATION_ID) {
    throw new StorageError('not-a-session', `${file} is not a TwinClamp session (application id ${found}, expected ${APPLICATION_ID}). Choose a .twinclamp file.`);
  }
}
