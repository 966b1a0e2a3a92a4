import type { FileHeader } from './file-header.ts';
import { identityInFile, identityInLog } from './session-page.ts';
import { readLog, type LogReport } from './write-ahead-log.ts';

/**
 * Each connection counts its own restarts of the log, while the first salt rises with every restart: with several writers
 * the mark rises by the restarts of the others. The bound allows a log that was restarted once a second for 11 days; the random salt of
 * another session is within the bound by chance once in 4,300.
 */
const MOST_RESTARTS = 1_000_000;

const RETRIES = 2;
const RETRY_MS = 15;

/** Relation of the write-ahead log to the session beside it. */
export interface LogVerdict {
  readonly kind: 'none' | 'own' | 'foreign';
  /** What is wrong with it, for the operator. */
  readonly notice: string | null;
}

/**
 * SQLite replays any file beside the session that has its name with -wal, even the log of another file that had the name
 * before. It is assessed here, without SQLite, before SQLite opens either.
 */
export function assessLog(file: string, header: FileHeader): LogVerdict {
  const log = settledLog(file);
  if (log === null) return { kind: 'none', notice: null };
  if (isForeign(file, header, log)) {
    return {
      kind: 'foreign',
      notice: 'A log (-wal) of another session is stored beside this file under its name; it is not read. Move it away.',
    };
  }
  const lost =
    log.lost === 0
      ? null
      : `The end of the log (-wal) of this session cannot be read: ${log.lost} of its entries are damaged or cut off. What came ` +
        `before them is kept; the end of the recording may be missing.`;
  return { kind: log.frames > 0 ? 'own' : 'none', notice: lost };
}

function isForeign(file: string, header: FileHeader, log: LogReport): boolean {
  if (log.frames === 0) return false;
  // A closed session has left an empty log behind and says so in its header.
  if (!header.usesLog) return true;
  const own = identityInFile(file, header.pageSize);
  const logged = identityInLog(file, log.sessionPageAt, header.pageSize);
  if (own === null) return false;
  if (logged !== null) return logged.id !== own.id;
  if (own.logMark !== 0) return (log.mark - own.logMark) >>> 0 > MOST_RESTARTS;
  // Layout 1 keeps no mark; but a session never shrinks.
  return log.pages * header.pageSize < header.bytes;
}

/** A program that is writing has incomplete entries in its log; they are complete a moment later. */
function settledLog(file: string): LogReport | null {
  let log = readLog(file);
  for (let again = 0; again < RETRIES && log !== null && log.lost > 0; again++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    log = readLog(file);
  }
  return log;
}
