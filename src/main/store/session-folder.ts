import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SessionSummary } from '../../shared/contract/schemas.ts';
import { SessionFile, type NewSession } from './session-file.ts';
import { StorageError, guarded } from './storage-error.ts';

export const SESSION_EXTENSION = '.twinclamp';

/** The folder that holds an operator's sessions, one file each. */
export class SessionFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    guarded('Preparing the sessions folder', path, () => mkdirSync(path, { recursive: true }));
  }

  /** Newest first. A file that cannot be read is listed with its problem instead of failing the list. */
  list(): SessionSummary[] {
    return this.#files()
      .map((file) => this.#summarise(file))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || a.file.localeCompare(b.file));
  }

  /** Creates a session in a file named after its date and cell. */
  create(session: NewSession): SessionFile {
    const createdAt = session.createdAt ?? new Date().toISOString();
    const stem = `${createdAt.slice(0, 19).replace('T', '_').replaceAll(':', '')}_${fileNameOf(session.cellName)}`;
    for (let copy = 1; ; copy++) {
      const path = join(this.path, `${stem}${copy === 1 ? '' : `-${copy}`}${SESSION_EXTENSION}`);
      if (!existsSync(path)) return SessionFile.create(path, { ...session, createdAt });
    }
  }

  /**
   * @param sessionKey name of a file in this folder
   * @throws StorageError 'not-found' when the folder has no such file
   */
  open(sessionKey: string): SessionFile {
    const isFileName = sessionKey.endsWith(SESSION_EXTENSION) && basename(sessionKey) === sessionKey && !sessionKey.includes('\0');
    const file = join(this.path, sessionKey);
    if (!isFileName || !existsSync(file)) {
      throw new StorageError('not-found', `No session "${sessionKey.slice(0, 80)}" in ${this.path}. Its file may have been moved; list the sessions again.`);
    }
    return SessionFile.open(file);
  }

  #files(): string[] {
    return guarded('Listing sessions', this.path, () =>
      readdirSync(this.path)
        .filter((name) => name.endsWith(SESSION_EXTENSION))
        .map((name) => join(this.path, name)),
    );
  }

  #summarise(file: string): SessionSummary {
    try {
      const session = SessionFile.open(file);
      try {
        return session.summary();
      } finally {
        session.close();
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return {
        sessionKey: basename(file),
        file,
        cellName: basename(file, SESSION_EXTENSION),
        createdAt: statSync(file).mtime.toISOString(),
        simulated: false,
        recordings: 0,
        twins: 0,
        problem: error.message,
      };
    }
  }
}

/** Letters, digits, dot, dash and underscore are safe in file names everywhere; the rest becomes a dash. */
function fileNameOf(cellName: string): string {
  const safe = cellName.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return safe.slice(0, 60) || 'cell';
}
