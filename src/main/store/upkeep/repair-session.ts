import { basename } from 'node:path';
import type { CheckedSession } from '../../../shared/store/messages.ts';
import { checkSessionSteps } from '../check-session.ts';
import { assertFree, createAside, type SessionAside } from '../session-aside.ts';
import { SESSION_EXTENSION } from '../session-extension.ts';
import { SessionReader } from '../session-reader.ts';
import { withinShare } from '../within-share.ts';
import type { Steps } from '../steps.ts';
import { StorageError } from '../storage-error.ts';
import { copySessionSteps } from './copy-session.ts';
import { freeName } from './free-name.ts';
import { isRepairable } from './is-repairable.ts';
import { lostSentence, savedSentence } from './repair-words.ts';
import { readsThrough, salvagedSteps, type SourceSession } from './salvaged-reader.ts';

export interface RepairedSession {
  /** The session that was made; null: it is intact, and nothing was made. */
  readonly repaired: string | null;
  readonly recordings: number;
  readonly twins: number;
  /** What was kept, in a sentence. */
  readonly saved: string;
  /** What could not be kept. */
  readonly lost: readonly string[];
}

/**
 * Makes a sound session beside a damaged one of all that can still be read; the damaged file stays as it is. Damaged samples
 * become gaps; damaged twins and recordings whose rate is lost are left out. A file that SQLite cannot read is gone through page by page.
 * @throws StorageError when it holds nothing of a session
 */
export function* repairSessionSteps(path: string, out?: string): Steps<RepairedSession> {
  const { found, damage } = yield* withinShare(checkedSteps(path), 0, 0.4);
  if (found?.intact === true)
    return { repaired: null, recordings: found.recordings.length, twins: found.twins, saved: 'Nothing was to be repaired.', lost: [] };
  const target = out ?? repairedName(path);
  assertFree(target);
  const source = yield* withinShare(sourceSteps(path, target, damage), 0.4, 0.6);
  let aside: SessionAside | null = null;
  let whole = false;
  try {
    aside = createAside(target, describedBy(source.session));
    const copied = yield* withinShare(copySessionSteps(source.session, aside.session, 'leave out'), 0.6, 1);
    const { recordings, twins } = copied;
    const lost = [...new Set([...source.lost, ...copied.lost])];
    if (recordings === 0)
      throw new StorageError('damaged', `Nothing of ${basename(path)} can be repaired. ${found?.damage[0] ?? lost[0] ?? ''}`);
    const saved = savedSentence(aside.session, recordings, twins);
    aside.session.describe(`${aside.session.notes} ${saved} ${lostSentence(aside.session, lost.length)}`);
    aside.commit();
    whole = true;
    return { repaired: target, recordings, twins, saved, lost };
  } finally {
    if (!whole) aside?.discard();
    source.close();
  }
}

/** Where a repair is written that nobody chose a place for: beside the session. */
export function repairedName(path: string): string {
  return freeName(`${stemOf(path)}-repaired`);
}

interface Checked {
  /** Null where it cannot be read as a session. */
  readonly found: CheckedSession | null;
  readonly damage: StorageError | null;
}

function* checkedSteps(path: string): Steps<Checked> {
  try {
    return { found: yield* checkSessionSteps(path), damage: null };
  } catch (error) {
    if (!(error instanceof StorageError && isRepairable(path, error))) throw error;
    return { found: null, damage: error };
  }
}

function* sourceSteps(path: string, target: string, damage: StorageError | null): Steps<SourceSession> {
  if (damage === null) {
    const session = SessionReader.open(path);
    let used = false;
    try {
      used = readsThrough(session);
      if (used) return { session, lost: [], close: () => session.close() };
    } finally {
      if (!used) session.close();
    }
  }
  return yield* salvagedSteps(path, target, damage);
}

/** A session may have been given another ending. */
function stemOf(path: string): string {
  return path.toLowerCase().endsWith(SESSION_EXTENSION) ? path.slice(0, -SESSION_EXTENSION.length) : path;
}

function describedBy(session: SessionReader): { cellName: string; notes: string; createdAt?: string } {
  const note = `Repaired from ${basename(session.path)}.`;
  try {
    const { cellName, createdAt, notes } = session.detail();
    return { cellName, createdAt, notes: notes === '' ? note : `${notes}\n${note}` };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { cellName: basename(session.path, SESSION_EXTENSION), notes: `${note} Its name and notes were damaged.` };
  }
}
