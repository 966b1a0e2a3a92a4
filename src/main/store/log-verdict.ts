import type { FileHeader } from './file-header.ts';
import { identityInFile, identityInLog } from './session-page.ts';
import { readLog, type LogReport } from './write-ahead-log.ts';

/**
 * Each connection counts by itself how often it began the log anew, while the first salt rises each time whoever does: with several
 * writers the mark rises by the restarts of the others. A log that was begun anew once a second for 11 days is within; that of another
 * session, whose salt is drawn at random, is so by chance once in 4,300.
 */
const MOST_RESTARTS = 1_000_000;

const RETRIES = 2;
const RETRY_MS = 15;

/** What the write-ahead log beside a session is to it. */
export interface LogVerdict {
  readonly kind: 'none' | 'own' | 'foreign';
  /** What is wrong with it, for the operator. */
  readonly notice: string | null;
}

/**
 * SQLite replays whatever lies beside a file under its name with -wal, be it the log of another file that had the name
 * before. This is told here, without SQLite, before it gets at either.
 */
export function assessLog(file: string, header: FileHeader): LogVerdict {
  const log = settledLog(file);
  if (log === null) return { kind: 'none', notice: null };
  if (isForeign(file, header, log)) {
    return {
      kind: 'foreign',
      notice:
        'A log (-wal) of another session lies beside this file under its name; it is left out and nothing of it is shown. Move it away.',
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
  // A session that was closed has left its log behind empty and says so in its header.
  if (!header.usesLog) return true;
  const own = identityInFile(file, header.pageSize);
  const logged = identityInLog(file, log.sessionPageAt, header.pageSize);
  if (own === null) return false;
  if (logged !== null) return logged.id !== own.id;
  if (own.logMark !== 0) return (log.mark - own.logMark) >>> 0 > MOST_RESTARTS;
  // Layout 1 keeps no mark; but a session never shrinks.
  return log.pages * header.pageSize < header.bytes;
}

/** A program that writes just now has entries half in its log; they are whole a moment later. */
function settledLog(file: string): LogReport | null {
  let log = readLog(file);
  for (let again = 0; again < RETRIES && log !== null && log.lost > 0; again++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    log = readLog(file);
  }
  return log;
}
