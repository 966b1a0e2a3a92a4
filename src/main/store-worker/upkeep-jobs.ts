import { basename } from 'node:path';
import type { StoreResult } from '../../shared/store/messages.ts';
import {
  backupSessionSteps,
  migrateSession,
  repairedName,
  repairSessionSteps,
  SESSION_EXTENSION,
  StorageError,
  type SessionFolder,
  type Steps,
} from '../store/index.ts';

/** Copies a session that is read where it lies into the sessions folder. */
export function* copyIn(sessions: SessionFolder, sessionKey: string): Steps<StoreResult<'copyIn'>> {
  const session = sessions.openReader(sessionKey);
  const { cellName } = session.summary();
  session.close();
  const { backup } = yield* backupSessionSteps(sessions.existing(sessionKey), sessions.placeFor(cellName));
  return { sessionKey: basename(backup) };
}

/** What a repair would read, and where it would write: into the sessions folder, wherever the session lies. */
export function repairPlan(sessions: SessionFolder, sessionKey: string): StoreResult<'repairPlan'> {
  const file = sessions.existing(sessionKey);
  const into = sessions.isInPlace(sessionKey) ? sessions.placeFor(`${basename(file, SESSION_EXTENSION)}-repaired`) : repairedName(file);
  return { file, into };
}

export function* repair(sessions: SessionFolder, sessionKey: string): Steps<StoreResult<'repair'>> {
  const { file, into } = repairPlan(sessions, sessionKey);
  const { repaired, ...rest } = yield* repairSessionSteps(file, into);
  return { repaired: repaired === null ? null : basename(repaired), ...rest };
}

/** @throws StorageError 'refused' for a session that is read where it lies */
export function migrateOwn(sessions: SessionFolder, sessionKey: string): StoreResult<'migrate'> {
  if (sessions.isInPlace(sessionKey))
    throw new StorageError('refused', 'This session is read where it lies and is not changed. Copy it into your sessions first.');
  return migrateSession(sessions.existing(sessionKey));
}
