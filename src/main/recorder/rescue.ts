import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RecordingMeta } from '../rig/index.ts';
import { SESSION_EXTENSION, SessionFile } from '../store/index.ts';
import { SessionRecorder, type RecordedItem } from './session-recorder.ts';

/** Free name beside or instead of a session's own file: `<stem>-rescue.twinclamp`, with a number where that is taken. */
function rescuePath(folder: string, original: string): string {
  const stem = basename(original, SESSION_EXTENSION);
  for (let copy = 1; ; copy++) {
    const path = join(folder, `${stem}-rescue${copy === 1 ? '' : `-${copy}`}${SESSION_EXTENSION}`);
    if (!existsSync(path)) return path;
  }
}

/** Whether the folder exists; it is made where it does not. */
function canBe(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** Tries the folder of the file, then the others; returns the result of `make` in the first that works. @throws the last error */
function inFirstFolder<T>(original: string, folders: readonly string[], make: (path: string) => T): T {
  let failure: Error | null = null;
  for (const folder of [dirname(original), ...folders]) {
    if (!canBe(folder)) continue;
    const path = rescuePath(folder, original);
    try {
      return make(path);
    } catch (error) {
      failure = error as Error;
      // A partial file is removed.
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    }
  }
  throw failure ?? new Error(`There is no folder to save it in beside ${original}.`);
}

/**
 * Copies the whole of an open session whose file was moved or deleted; the open connection still reads it.
 * @returns the copy, open
 */
export function copyWhole(session: SessionFile, folders: readonly string[]): SessionFile {
  return inFirstFolder(session.path, folders, (path) => {
    session.connection.prepare('VACUUM INTO ?').run(path);
    return SessionFile.open(path);
  });
}

/** Saves what could not be stored in the session's own file into a new session. Returns its path. */
export function saveRest(
  original: SessionFile,
  cellName: string,
  meta: RecordingMeta,
  { items, from }: { readonly items: readonly RecordedItem[]; readonly from: number },
  folders: readonly string[],
): string {
  return inFirstFolder(original.path, folders, (path) => {
    const session = SessionFile.create(path, { cellName, notes: `What could not be stored in ${basename(original.path)}: its last part.` });
    try {
      const recorder = new SessionRecorder(session);
      recorder.begin(meta);
      recorder.gap({ firstSample: 0, count: from }, `stored in ${basename(original.path)}`);
      recorder.store(items);
      recorder.end('interrupted');
    } finally {
      session.close();
    }
    return path;
  });
}
