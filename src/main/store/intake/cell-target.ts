import { join } from 'node:path';
import type { SessionAside } from '../session-aside.ts';
import type { NewSession, SessionFile } from '../session-file.ts';
import type { SessionFolder } from '../session-folder.ts';

/** Where the files of a cell go: a session that is there, or a new one, which is made with the first thing that is stored. */
export class CellTarget {
  readonly #sessions: SessionFolder;
  readonly #into: string | undefined;
  readonly #there: SessionFile | null;
  #aside: SessionAside | null = null;

  constructor(sessions: SessionFolder, into: string | undefined) {
    this.#sessions = sessions;
    this.#into = into;
    this.#there = into === undefined ? null : sessions.open(into);
  }

  /** The session is not made by this import: what is stored in it is stored whole or not at all. */
  get isThere(): boolean {
    return this.#there !== null;
  }

  /** Null while nothing is stored in a new one. */
  get held(): SessionFile | null {
    return this.#there ?? this.#aside?.session ?? null;
  }

  session(fresh: NewSession): SessionFile {
    if (this.#there !== null) return this.#there;
    this.#aside ??= this.#sessions.createAside(fresh);
    return this.#aside.session;
  }

  /** Puts a new session into its place; answers its key, null where nothing was stored. */
  commit(): { readonly sessionKey: string; readonly session: string } | null {
    const sessionKey = this.#into ?? this.#aside?.commit() ?? null;
    this.#aside = null;
    return sessionKey === null ? null : { sessionKey, session: join(this.#sessions.path, sessionKey) };
  }

  /** Removes a new session that got only a part of what it was made for. */
  abandon(): void {
    this.#aside?.discard();
    this.#aside = null;
  }

  /** After commit() the session stays, otherwise a new one is removed. */
  close(): void {
    this.abandon();
    this.#there?.close();
  }
}
