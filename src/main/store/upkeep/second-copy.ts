import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SESSION_EXTENSION } from '../session-extension.ts';
import { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { guardedRead, StorageError } from '../storage-error.ts';
import { backupSessionSteps } from './backup-session.ts';
import { freeName } from './free-name.ts';

/** What holds the recordings of a session, each row with a checksum of its own, by its key. */
const KEYS = { recording: 'id', chunk: "recording_id || ' ' || seq", event: 'id', gap: 'id', twin: 'id', correction: 'id' } as const;
const TABLES = Object.keys(KEYS) as (keyof typeof KEYS)[];

/**
 * Copies a session into a second folder, reads the copy back and compares it with the session. Nothing there is overwritten: where
 * the name is taken, the copy gets a number.
 * @returns path of the copy
 * @throws StorageError 'not-found' without the folder, 'refused' for the session's own folder, 'damaged' where the copy is not the session
 */
export function* secondCopySteps(path: string, folder: string): Steps<string> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new StorageError(
      'not-found',
      `Expected the folder for copies ${folder}, found none. Connect its drive, or choose another folder.`,
    );
  if (resolve(folder) === resolve(dirname(path)))
    throw new StorageError('refused', `The folder for copies ${folder} is that of the sessions themselves. Choose another folder.`);
  const stored = sealsOf(path);
  const { backup, intact, damage } = yield* backupSessionSteps(path, freeName(join(folder, basename(path, SESSION_EXTENSION))));
  const copied = sealsOf(backup);
  const lacks = [...stored].some((seal) => !copied.has(seal)) ? 'it lacks rows of the session.' : null;
  const wrong = intact ? lacks : (damage[0] ?? 'its checksums fail.');
  if (wrong === null) return backup;
  throw new StorageError(
    'damaged',
    `The copy ${backup} is not whole: ${wrong.slice(0, 150)} Check the session on the Review desk, then copy it again.`,
  );
}

/** Checksums of all that a session stores, as 'table recording row checksum'. What comes while it is copied may be in the copy or not. */
function sealsOf(path: string): ReadonlySet<string> {
  const session = SessionReader.open(path);
  try {
    const seals = TABLES.map((table) => `SELECT '${table} ' || ${KEYS[table]} || ' ' || crc32 AS seal FROM ${table}`);
    return guardedRead(
      'Comparing a copy',
      path,
      () => new Set(session.connection.prepare(seals.join(' UNION ALL ')).pluck().all() as string[]),
    );
  } finally {
    session.close();
  }
}
