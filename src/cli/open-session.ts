import { existsSync } from 'node:fs';
import { SessionFile } from '../main/store/index.ts';

/** Opens a session file for some work and closes it whatever happens. @throws Error when there is none */
export async function withSessionFile<T>(path: string, work: (session: SessionFile) => Promise<T> | T): Promise<T> {
  if (!existsSync(path)) throw new Error(`Session "${path}" does not exist. List sessions with "session list".`);
  const session = SessionFile.open(path);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}
