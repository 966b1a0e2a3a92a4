import type { SessionFile, SessionFolder } from '../store/index.ts';

/** Opens a session for one piece of work and closes it whatever happens. */
export async function withSession<T>(sessions: SessionFolder, sessionKey: string, work: (session: SessionFile) => Promise<T> | T): Promise<T> {
  const session = sessions.open(sessionKey);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}
