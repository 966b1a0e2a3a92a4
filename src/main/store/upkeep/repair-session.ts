import { basename } from 'node:path';
import type { CheckedSession } from '../../../shared/store/messages.ts';
import { checkSessionSteps } from '../check-session.ts';
import { createAside } from '../session-aside.ts';
import { SESSION_EXTENSION } from '../session-extension.ts';
import { SessionReader } from '../session-reader.ts';
import { withinShare } from '../within-share.ts';
import type { Steps } from '../steps.ts';
import { StorageError } from '../storage-error.ts';
import { copySessionSteps } from './copy-session.ts';
import { freeName } from './free-name.ts';

export interface RepairedSession {
  /** The session that was made; null: it is intact, and nothing was made. */
  readonly repaired: string | null;
  readonly recordings: number;
  readonly twins: number;
  /** What could not be kept. */
  readonly lost: readonly string[];
}

/**
 * Makes a sound session beside a damaged one of all that can still be read; the damaged file stays as it is. Damaged samples
 * become gaps; damaged twins and recordings whose rate is lost are left out.
 * @throws StorageError when it cannot be opened as a session at all
 */
export function* repairSessionSteps(path: string, out?: string): Steps<RepairedSession> {
  const found: CheckedSession = yield* withinShare(checkSessionSteps(path), 0, 0.5);
  if (found.intact) return { repaired: null, recordings: found.recordings.length, twins: found.twins, lost: [] };
  const session = SessionReader.open(path);
  const target = out ?? freeName(`${stemOf(path)}-repaired`);
  const aside = createAside(target, describedBy(session));
  let whole = false;
  try {
    const { recordings, twins, lost } = yield* withinShare(copySessionSteps(session, aside.session, 'leave out'), 0.5, 1);
    if (recordings === 0)
      throw new StorageError('damaged', `Nothing of ${basename(path)} can be repaired. ${found.damage[0] ?? lost[0] ?? ''}`);
    aside.commit();
    whole = true;
    return { repaired: target, recordings, twins, lost };
  } finally {
    if (!whole) aside.discard();
    session.close();
  }
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
