import { readFileHeader, type FileHeader } from './file-header.ts';
import { identityInFile, identityInLog } from './session-page.ts';
import { StorageError } from './storage-error.ts';
import { readLog, type LogReport } from './write-ahead-log.ts';

/**
 * Each connection counts its own restarts of the log, while the first salt rises with every restart: with several writers
 * the mark rises by the restarts of the others, and falls again when one writes that has restarted it more often. The bound allows a log
 * that was restarted once a second for 11 days; the random salt of another session is within the bound by chance once in 2,150.
 */
const MOST_RESTARTS = 1_000_000;

/** Waits before what looks wrong is looked at again, ms; no more of them once nothing has changed through two. */
const RETRIES_MS = [10, 20, 40, 80];

/** Relation of the write-ahead log to the session beside it. */
export interface LogVerdict {
  readonly kind: 'none' | 'own' | 'foreign';
  /** What is wrong with it, for the operator. */
  readonly notice: string | null;
}

const NO_LOG: LogVerdict = { kind: 'none', notice: null };

/** A session file with the log beside it. */
export interface AssessedFile {
  readonly header: FileHeader;
  readonly log: LogVerdict;
}

/**
 * SQLite replays any file beside the session that has its name with -wal, even the log of another file that had the name
 * before. Both are assessed here, without SQLite, before SQLite opens either. Another program may write both meanwhile: they may be read
 * between two of its steps, so what looks wrong is looked at again.
 * @throws StorageError 'not-found', 'not-a-session', 'newer', 'damaged' for a file that is cut off, 'io'
 */
export function assessFile(file: string): AssessedFile {
  const seen: string[] = [];
  for (;;) {
    const header = readFileHeader(file);
    const report = readLog(file);
    const log = report === null ? NO_LOG : verdictOf(file, header, report);
    const cutOff = header.statedBytes > header.bytes && log.kind !== 'own';
    seen.push(JSON.stringify([header, report]));
    const waitMs = RETRIES_MS[seen.length - 1];
    const settled = seen.length > 2 && seen.slice(-3).every((state) => state === seen.at(-1));
    if (waitMs === undefined || settled || (!cutOff && log.notice === null)) {
      if (cutOff) throw cutOffError(file, header);
      return { header, log };
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
  }
}

function cutOffError(file: string, { bytes, statedBytes }: FileHeader): StorageError {
  return new StorageError(
    'damaged',
    `${file} is cut off: it should have ${statedBytes} bytes and has ${bytes}. Copy it again from where it came, or ` +
      `repair it into a new session (on the Review desk, or with "session repair").`,
  );
}

/** Whose log lies beside a session, as it is now; for a file that no program writes. */
export function logBeside(file: string, header: FileHeader): LogVerdict {
  const report = readLog(file);
  return report === null ? NO_LOG : verdictOf(file, header, report);
}

function verdictOf(file: string, header: FileHeader, log: LogReport): LogVerdict {
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
  if (own.logMark !== 0) return Math.abs((log.mark - own.logMark) | 0) > MOST_RESTARTS;
  // Layout 1 keeps no mark; but a session never shrinks.
  return log.pages * header.pageSize < header.bytes;
}
