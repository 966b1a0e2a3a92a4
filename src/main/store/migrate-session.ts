import { existsSync } from 'node:fs';
import { connect } from './connect.ts';
import { copyHeld } from './held-descriptors.ts';
import { assertSchema } from './expected-schema.ts';
import { readFileHeader } from './file-header.ts';
import { assessLog } from './log-verdict.ts';
import { migrate, NEWEST_VERSION, readPragma } from './migrations.ts';
import { StorageError, guarded } from './storage-error.ts';

export interface MigratedSession {
  readonly from: number;
  readonly to: number;
  /** Where the file as it was is kept; null when nothing was to be done. */
  readonly backup: string | null;
}

/**
 * Brings a session to the newest layout. The file as it was is copied first and kept beside it.
 * @throws StorageError 'refused' while a program has it open or its log is not whole; the file is then as it was
 */
export function migrateSession(path: string): MigratedSession {
  const header = readFileHeader(path);
  const log = assessLog(path, header);
  if (log.notice !== null) throw new StorageError('refused', `${path}: ${log.notice} It is not changed before that is put right.`);
  return guarded('Bringing a session to the newest layout', path, () => {
    const db = connect(path);
    try {
      db.pragma('busy_timeout = 1000');
      const from = readPragma(db, 'user_version');
      assertSchema(db, from, path);
      if (from === NEWEST_VERSION) return { from, to: from, backup: null };
      // Ends the log: the file alone is the session, and no other program has it open.
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
