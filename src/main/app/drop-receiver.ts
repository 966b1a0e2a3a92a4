import { statSync } from 'node:fs';
import { basename, extname, isAbsolute } from 'node:path';
import type { DroppedFile } from '../../shared/contract/schemas.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { ownFileOf, SESSION_EXTENSION } from '../store/index.ts';
import type { PathKind, PathTokens } from '../security/path-tokens.ts';

/** More files at once are a mistake. */
const FILES_MOST = 16;
const PATH_LENGTH_MOST = 4096;
/** Tables of text, whose columns may have to be explained; what a recording is its content says. */
const TABLES: ReadonlySet<string> = new Set(['.csv', '.tsv', '.txt']);

/**
 * Takes the paths that preload read from a drop, keeps those that can be imported and sends the page their tokens and names. The
 * input is checked as if the page had sent it.
 */
export function dropReceiver(tokens: PathTokens, send: EventSender): (paths: unknown) => void {
  return (paths) => {
    if (!Array.isArray(paths) || paths.length === 0) return;
    const files = paths.slice(0, FILES_MOST).flatMap((path: unknown): DroppedFile[] => {
      const kind = typeof path === 'string' ? kindOf(path) : null;
      return kind === null ? [] : [{ token: tokens.keep(path as string, kind), kind, name: basename(path as string) }];
    });
    if (files.length < paths.length) {
      const message =
        paths.length > FILES_MOST
          ? `Expected at most ${FILES_MOST} files at once, got ${paths.length}. Drop the others after these.`
          : 'Expected folders, recordings, sessions, twins or a protocol as .json. What else was dropped is left out.';
      send('app:notice', { level: 'warning', message });
    }
    if (files.length > 0) send('app:dropped', { files });
  };
}

/** What a path is given for; null where it is nothing that can be read. */
export function kindOf(path: string): PathKind | null {
  if (path.length > PATH_LENGTH_MOST || path.includes('\0') || !isAbsolute(path)) return null;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return 'folder';
  if (stat?.isFile() !== true) return null;
  const extension = extname(path).toLowerCase();
  if (extension === SESSION_EXTENSION) return 'session';
  if (TABLES.has(extension)) return 'csv';
  if (extension !== '.json') return 'recording';
  return ownFileOf(path) === 'twin' ? 'twin' : 'json';
}
