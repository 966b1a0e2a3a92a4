import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SessionSummary } from '../../shared/contract/schemas.ts';
import { SESSION_EXTENSION } from './session-extension.ts';
import { createAside, type SessionAside } from './session-aside.ts';
import type { OwnerOptions } from './open-database.ts';
import { SessionFile, type NewSession } from './session-file.ts';
import { SessionReader } from './session-reader.ts';
import { SessionsInPlace } from './sessions-in-place.ts';
import { StorageError, guarded } from './storage-error.ts';
import { isRepairable } from './upkeep/is-repairable.ts';
import { summariseFile } from './summarise-file.ts';

/** The folder that holds an operator's sessions, one file each. */
export class SessionFolder {
  readonly path: string;
  readonly #inPlace: SessionsInPlace;

  /** @param inPlaceFile keeps which sessions elsewhere are read where they lie; null: nobody keeps it */
  constructor(path: string, inPlaceFile: string | null = null) {
    this.path = path;
    this.#inPlace = new SessionsInPlace(inPlaceFile);
    guarded('Preparing the sessions folder', path, () => mkdirSync(path, { recursive: true }));
  }

  /** Newest first. A file that cannot be read is listed with its problem; the others are listed as usual. */
  list(): SessionSummary[] {
    return newestFirst(this.keys().map((key) => summariseFile(this.fileOf(key))));
  }

  /** Names of the session files, whatever their contents. */
  keys(): string[] {
    return [...this.#names().filter((name) => name.endsWith(SESSION_EXTENSION)), ...this.#inPlace.keys()];
  }

  /**
   * A session elsewhere, to be read where it lies and never written; answers its key. One that only a repair can read is listed with its
   * problem until the program ends.
   * @throws StorageError when it is none
   */
  openInPlace(path: string): string {
    const own = resolve(path);
    const isSound = reads(own);
    return dirname(own) === resolve(this.path) ? basename(own) : this.#inPlace.add(own, isSound);
  }

  /** Whether a session lies elsewhere and is only read. */
  isInPlace(sessionKey: string): boolean {
    return this.#inPlace.pathOf(sessionKey) !== null;
  }

  /** A name in this folder for a copy of a session. */
  placeFor(cellName: string): string {
    return this.#place({ cellName }).path;
  }

  /** Names of the session files that have a log beside them. */
  logs(): Set<string> {
    return new Set(
      this.#names()
        .filter((name) => name.endsWith(`${SESSION_EXTENSION}-wal`))
        .map((name) => name.slice(0, -'-wal'.length)),
    );
  }

  /** Path of a session, whatever the file holds. @throws StorageError 'not-found' when there is no such file in this folder */
  existing(sessionKey: string): string {
    const isFileName =
      this.isInPlace(sessionKey) ||
      (sessionKey.endsWith(SESSION_EXTENSION) && basename(sessionKey) === sessionKey && !sessionKey.includes('\0'));
    const file = this.fileOf(sessionKey);
    if (!isFileName || !existsSync(file)) {
      throw new StorageError(
        'not-found',
        `No session "${sessionKey.slice(0, 80)}" in ${this.path}. Its file may have been moved; list the sessions again.`,
      );
    }
    return file;
  }

  fileOf(sessionKey: string): string {
    return this.#inPlace.pathOf(sessionKey) ?? join(this.path, sessionKey);
  }

  /** Creates a session in a file named after its date and cell. */
  create(session: NewSession, options: OwnerOptions = {}): SessionFile {
    const { path, named } = this.#place(session);
    return SessionFile.create(path, named, options);
  }

  /** The same under a temporary name: it appears in the folder when it is complete. */
  createAside(session: NewSession): SessionAside {
    const { path, named } = this.#place(session);
    return createAside(path, named);
  }

  /**
   * Opens a session to write it.
   * @param sessionKey name of a file in this folder
   * @throws StorageError 'not-found' when the folder has no such file
   */
  open(sessionKey: string): SessionFile {
    if (this.isInPlace(sessionKey))
      throw new StorageError(
        'refused',
        'This session is read where it lies and is not changed. Copy it into your sessions to import into it or to keep twins in it.',
      );
    return SessionFile.open(this.existing(sessionKey));
  }

  /** Opens a session to read it; the file is not changed. @throws StorageError 'not-found' */
  openReader(sessionKey: string): SessionReader {
    return SessionReader.open(this.existing(sessionKey));
  }

  #names(): string[] {
    return guarded('Listing sessions', this.path, () => readdirSync(this.path));
  }

  #place(session: NewSession) {
    const createdAt = session.createdAt ?? new Date().toISOString();
    const stem = `${createdAt.slice(0, 19).replace('T', '_').replaceAll(':', '')}_${fileNameOf(session.cellName)}`;
    for (let copy = 1; ; copy++) {
      const path = join(this.path, `${stem}${copy === 1 ? '' : `-${copy}`}${SESSION_EXTENSION}`);
      // A log that another session of this name left behind would be taken for that of the new one.
      if (!existsSync(path) && !existsSync(`${path}-wal`)) return { path, named: { ...session, createdAt } };
    }
  }
}

/** Whether a file can be read as a session, or only by a repair. @throws StorageError for another file */
function reads(path: string): boolean {
  try {
    SessionReader.open(path).close();
    return true;
  } catch (error) {
    if (!isRepairable(path, error)) throw error;
    return false;
  }
}

export function newestFirst(sessions: readonly SessionSummary[]): SessionSummary[] {
  return [...sessions].sort((a, b) => (a.createdAt === b.createdAt ? (a.file < b.file ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1));
}

/** Letters, digits, dot, dash and underscore are safe in file names everywhere; the rest becomes a dash. */
function fileNameOf(cellName: string): string {
  const safe = cellName
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return safe.slice(0, 60) || 'cell';
}
