import { basename } from 'node:path';
import type { StoreResult } from '../../shared/store/messages.ts';
import { backupSessionSteps, migrateSession, repairSessionSteps, StorageError, type SessionFolder, type Steps } from '../store/index.ts';

/** Copies a session that is read where it lies into the sessions folder. */
export function* copyIn(sessions: SessionFolder, sessionKey: string): Steps<StoreResult<'copyIn'>> {
  const session = sessions.openReader(sessionKey);
  const { cellName } = session.summary();
  session.close();
  const { backup } = yield* backupSessionSteps(sessions.fileOf(sessionKey), sessions.placeFor(cellName));
  return { sessionKey: basename(backup) };
}

/** Repairs a session into the sessions folder, wherever it lies. */
export function* repair(sessions: SessionFolder, sessionKey: string): Steps<StoreResult<'repair'>> {
  const out = sessions.isInPlace(sessionKey) ? sessions.placeFor(basename(sessions.fileOf(sessionKey))) : undefined;
  const { repaired, ...rest } = yield* repairSessionSteps(sessions.fileOf(sessionKey), out);
  return { repaired: repaired === null ? null : basename(repaired), ...rest };
}

/** @throws StorageError 'refused' for a session that is read where it lies */
export function migrateOwn(sessions: SessionFolder, sessionKey: string): StoreResult<'migrate'> {
  if (sessions.isInPlace(sessionKey))
    throw new StorageError('refused', 'This session is read where it lies and is not changed. Copy it into your sessions first.');
  return migrateSession(sessions.fileOf(sessionKey));
}
