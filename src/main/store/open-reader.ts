import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { connect, connectReadOnly, readOnlyPragmas } from './connect.ts';
import { assertSchema } from './expected-schema.ts';
import { assertKnownLayout, type FileHeader } from './file-header.ts';
import { assessFile, type LogVerdict } from './log-verdict.ts';
import { readPragma } from './migrations.ts';
import { copyToRead } from './reading-copy.ts';
import { StorageError, guardedRead } from './storage-error.ts';

export interface OpenedReader {
  readonly db: Database.Database;
  readonly layout: number;
  /** What is damaged or left out of a readable file; null when nothing is known to be. */
  readonly notice: string | null;
  readonly close: () => void;
}

/** A reader waits this long for a writer that locks the file, ms. */
const BUSY_TIMEOUT_MS = 1000;

/**
 * Opens a session to read it. The file is never changed: it is neither migrated nor marked nor checkpointed.
 * @throws StorageError when it is missing, no session, damaged, of a later layout, or cannot be read
 */
export function openReader(file: string): OpenedReader {
  const { header, log } = assessFile(file);
  if (header.bare && log.kind !== 'own') throw bareError(file, log);
  return guardedRead('Opening a session', file, () => {
    const opened = connectTo(file, header, log);
    try {
      readOnlyPragmas(opened.db, BUSY_TIMEOUT_MS);
      const layout = readPragma(opened.db, 'user_version');
      if (layout < 1) throw bareError(file, log);
      assertKnownLayout(layout, file);
      assertSchema(opened.db, layout, file);
      return { ...opened, layout, notice: log.notice };
    } catch (error) {
      opened.close();
      throw error;
    }
  });
}

type Connected = Pick<OpenedReader, 'db' | 'close'>;

function connectTo(file: string, header: FileHeader, log: LogVerdict): Connected {
  if (log.kind === 'foreign') return copyToRead(file, false);
  try {
    // Reading a file at rest that still uses a log creates the log's index; a connection that may write removes it again.
    if (header.usesLog && log.kind === 'none' && mayWrite(file)) return tried(connect(file));
    return tried(connectReadOnly(file));
  } catch (error) {
    if (!header.usesLog || !cannotShare(error)) throw error;
    return copyToRead(file, log.kind === 'own');
  }
}

/** Opening is lazy: whether the log's index can be had shows at the first read. */
function tried(db: Database.Database): Connected {
  try {
    db.pragma('query_only = ON');
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return { db, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Read-only media, folders and full disks have no room for the log's index. */
function cannotShare(error: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY|IOERR|FULL|PROTOCOL)/.test((error as { code?: unknown }).code as string);
}

function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch (error) {
    if (/^E(ACCES|PERM|ROFS)$/.test((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function bareError(file: string, log: LogVerdict): StorageError {
  const why = existsSync(`${file}-wal`)
    ? `its log (-wal) beside it ${log.kind === 'foreign' ? 'is that of another session' : 'is damaged'}`
    : 'what was recorded is in its log, the file of the same name with -wal at the end, which is not beside it';
  return new StorageError('damaged', `${file} holds nothing but its header: ${why}. Copy both files from where they were recorded.`);
}
