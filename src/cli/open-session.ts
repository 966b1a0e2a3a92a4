import { existsSync } from 'node:fs';
import type { Twin } from '../core/twin/twin.ts';
import { SessionFile, SessionReader } from '../main/store/index.ts';

/** Opens a session file read-only, and closes it whatever happens. @throws Error when there is none */
export async function withSessionFile<T>(path: string, work: (session: SessionReader) => Promise<T> | T): Promise<T> {
  const session = SessionReader.open(existingSession(path));
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

/** @throws Error when there is no such file */
export function existingSession(path: string): string {
  if (!existsSync(path)) throw new Error(`Session "${path}" does not exist. List sessions with "session list".`);
  return path;
}

/** Stores a twin in a session file and returns its number; the file keeps its layout. */
export function storeTwin(path: string, recordingId: number, twin: Twin): number {
  const session = SessionFile.open(path);
  try {
    return session.addTwin(recordingId, twin);
  } finally {
    session.close();
  }
}
