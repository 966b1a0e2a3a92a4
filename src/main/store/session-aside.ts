import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { putInPlace } from '../../node/files/index.ts';
import { assertFileName } from './file-name.ts';
import { SessionFile, type NewSession } from './session-file.ts';
import { StorageError, guarded } from './storage-error.ts';
import { processStart } from './process-start.ts';

/** A session that is filled under a temporary name, and put in its place when it is complete. */
export interface SessionAside {
  readonly session: SessionFile;
  /** Closes it and puts it in its place; returns its key. */
  readonly commit: () => string;
  readonly discard: () => void;
}

const SUFFIXES = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Commits need not be synced one by one: until it is in its place nothing depends on it.
 * @throws StorageError 'refused' where there is a file of that name, 'not-found' where its folder is not there
 */
export function createAside(path: string, newSession: NewSession): SessionAside {
  assertFileName(path);
  assertFree(path);
  const aside = `${path}.${process.pid}.part`;
  const remove = (): void => SUFFIXES.forEach((suffix) => rmSync(aside + suffix, { force: true }));
  remove();
  const session = createdOrGone(aside, newSession, remove);
  session.connection.pragma('synchronous = OFF');
  return {
    session,
    commit: () =>
      guarded('Storing a session', path, () => {
        session.connection.pragma('synchronous = FULL');
        session.close();
        // Another program may have taken the name meanwhile.
        assertFree(path);
        putInPlace(aside, path);
        return basename(path);
      }),
    discard: () => {
      session.close();
      remove();
    },
  };
}

/** @throws StorageError as createAside() */
export function assertFree(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw new StorageError('not-found', `The folder "${folder.slice(-200)}" does not exist. Make it, or choose another place.`);
  if (SUFFIXES.some((suffix) => existsSync(path + suffix)))
    throw new StorageError('refused', `"${path.slice(-200)}" exists already; a session is never overwritten. Choose another name.`);
}

/** What was begun of a session that could not be made is no session: on a full disk it would only take room. */
function createdOrGone(path: string, newSession: NewSession, remove: () => void): SessionFile {
  try {
    return SessionFile.create(path, newSession);
  } catch (error) {
    remove();
    throw error;
  }
}

/** Another computer that shares the folder has its own processes: what it fills changes all the time. */
const OLD_MS = 10 * 60_000;

/** Removes the partial files of processes that are gone. */
export function removeRemains(folder: string): void {
  guarded('Tidying the sessions folder', folder, () => {
    for (const name of readdirSync(folder)) {
      const pid = /\.(\d+)\.part(-wal|-shm|-journal)?$/.exec(name)?.[1];
      const file = join(folder, name);
      if (
        pid !== undefined &&
        isGone(Number(pid)) &&
        Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > OLD_MS
      )
        rmSync(file, { force: true });
    }
  });
}

/** Where the system gives no start times of processes, none is known to be gone. */
function isGone(pid: number): boolean {
  return processStart(process.pid) !== null && processStart(pid) === null;
}
