import { existsSync, rmSync } from 'node:fs';
import { putInPlace, syncFolder } from '../../../node/files/index.ts';
import { dirname } from 'node:path';
import { checkSessionSteps } from '../check-session.ts';
import { assertFileName } from '../file-name.ts';
import { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { withinShare } from '../within-share.ts';
import { StorageError, guarded } from '../storage-error.ts';

export interface BackedUp {
  readonly backup: string;
  /** Read back and intact; the backup of a damaged session is as damaged. */
  readonly intact: boolean;
  readonly damage: readonly string[];
}

/**
 * Copies a session as it is at this moment, also while it is being recorded into, and reads the copy back.
 * @throws StorageError 'refused' when the copy's name is taken
 */
export function* backupSessionSteps(path: string, out: string): Steps<BackedUp> {
  assertFileName(out);
  if (existsSync(out)) throw new StorageError('refused', `${out} exists already; a backup never overwrites. Choose another name.`);
  const aside = `${out}.${process.pid}.part`;
  const session = SessionReader.open(path);
  try {
    yield 0.1;
    guarded('Backing up a session', out, () => {
      rmSync(aside, { force: true });
      session.connection.pragma('query_only = OFF');
      session.connection.prepare('VACUUM INTO ?').run(aside);
    });
    yield 0.5;
    const { intact, damage, recordings } = yield* withinShare(checkSessionSteps(aside), 0.5, 1);
    putInPlace(aside, out);
    syncFolder(dirname(out));
    return { backup: out, intact, damage: [...damage, ...recordings.flatMap((recording) => recording.damage)] };
  } finally {
    session.close();
    rmSync(aside, { force: true });
  }
}
