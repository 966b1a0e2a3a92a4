import { existsSync } from 'node:fs';
import { connect } from './connect.ts';
import { copyHeld } from './held-descriptors.ts';
import { assertSchema } from './expected-schema.ts';
import { assessFile } from './log-verdict.ts';
import { migrate, NEWEST_VERSION, readPragma } from './migrations.ts';
import { StorageError, guarded } from './storage-error.ts';

export interface MigratedSession {
  readonly from: number;
  readonly to: number;
  /** Copy of the old file; null when nothing was to be done. */
  readonly backup: string | null;
}

/**
 * Converts a session to the newest layout. The old file is copied first and kept beside it.
 * @throws StorageError 'refused' while a program has it open or its log is damaged; the file is then unchanged
 */
export function migrateSession(path: string): MigratedSession {
  const { log } = assessFile(path);
  if (log.notice !== null) throw new StorageError('refused', `${path}: ${log.notice} Correct that first; the file was not changed.`);
  return guarded('Bringing a session to the newest layout', path, () => {
    const db = connect(path);
    try {
      db.pragma('busy_timeout = 1000');
      const from = readPragma(db, 'user_version');
      assertSchema(db, from, path);
      if (from === NEWEST_VERSION) return { from, to: from, backup: null };
      // Ends the log: the file alone is then the session, and no other program has it open.
      db.pragma('journal_mode = DELETE');
      if (existsSync(`${path}-wal`)) throw new StorageError('busy', `${path} is open in another program. Close it there and try again.`);
      const backup = backupName(path, from);
      copyHeld(path, backup, 'wx');
      migrate(db);
      return { from, to: NEWEST_VERSION, backup };
    } finally {
      db.close();
    }
  });
}

function backupName(path: string, layout: number): string {
  for (let copy = 1; ; copy++) {
    const name = `${path}.layout-${layout}${copy === 1 ? '' : `-${copy}`}.backup`;
    if (!existsSync(name)) return name;
  }
}
