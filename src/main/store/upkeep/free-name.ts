import { existsSync } from 'node:fs';
import { SESSION_EXTENSION } from '../session-extension.ts';

/** A session file that is not there yet, with a number where the name is taken. @param stem path without its extension */
export function freeName(stem: string): string {
  for (let copy = 1; ; copy++) {
    const path = `${stem}${copy === 1 ? '' : `-${copy}`}${SESSION_EXTENSION}`;
    if (!existsSync(path) && !existsSync(`${path}-wal`)) return path;
  }
}
