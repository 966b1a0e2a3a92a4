import { rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { recordingRows, rowProblem } from '../recording-table.ts';
import { salvageSessionSteps } from '../salvage/salvage-session.ts';
import { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { StorageError } from '../storage-error.ts';

/** A session to copy from, with what is known to be lost of it already. */
export interface SourceSession {
  readonly session: SessionReader;
  readonly lost: readonly string[];
  readonly close: () => void;
}

/**
 * What is left of a session that SQLite cannot read through, in a temporary file beside `target`.
 * @param damage why it cannot be read; null where it opens all the same
 * @throws StorageError that one, where nothing of a session is left
 */
export function* salvagedSteps(path: string, target: string, damage: StorageError | null): Steps<SourceSession> {
  const scratch = `${target}.rows.${process.pid}.part`;
  const remove = (): void => ['', '-journal', '-wal', '-shm'].forEach((suffix) => rmSync(scratch + suffix, { force: true }));
  remove();
  let opened: SessionReader | null = null;
  try {
    const { recordings, lost } = yield* salvageSessionSteps(path, scratch);
    if (recordings === 0) throw nothingLeft(path, damage, lost);
    const session = SessionReader.openAs(scratch, path);
    opened = session;
    return {
      session,
      lost,
      close: () => {
        session.close();
        remove();
      },
    };
  } finally {
    if (opened === null) remove();
  }
}

/** Only the header, or less, bytes. */
const ONE_PAGE = 4096;

/** An empty or foreign file is named as what it is. */
function nothingLeft(path: string, damage: StorageError | null, lost: readonly string[]): StorageError {
  if (damage !== null && (damage.code === 'not-a-session' || statSync(path).size <= ONE_PAGE)) return damage;
  const why = lost[0] ?? damage?.message ?? 'No description of a recording is left in it.';
  return new StorageError('damaged', `Nothing of ${basename(path)} can be repaired. ${why}`, { cause: damage });
}

/** Whether SQLite comes through the whole file, and all samples can be proved, which needs the rows of their recordings. */
export function readsThrough(session: SessionReader): boolean {
  try {
    const [found] = session.connection.pragma('quick_check(1)') as { quick_check: string }[];
    if (found?.quick_check !== 'ok') return false;
    return recordingRows(session.connection, session.layout).every((row) => rowProblem(row, session.layout) === null);
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR|IOERR)/.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}
