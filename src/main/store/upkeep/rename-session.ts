import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { correctedCulture, cultureOf, type Culture } from '../../../core/trace/culture.ts';
import { putInPlace } from '../../../node/files/index.ts';
import { assertCellName } from '../cell-name.ts';
import { assertFileName } from '../file-name.ts';
import { SESSION_EXTENSION } from '../session-extension.ts';
import { SessionFile } from '../session-file.ts';
import { StorageError, guarded } from '../storage-error.ts';

/**
 * Gives a session's cell another name, and its file where one is wanted; recordings and twins stay as they are.
 * @param fileName without a folder; absent: the file keeps its name
 * @returns where the session is now
 * @throws StorageError 'refused' for a name that no cell or file can have, or that is taken
 */
export function renameSession(path: string, cellName: string | undefined, fileName?: string): string {
  const target = fileName === undefined ? path : join(dirname(path), assertNewName(fileName));
  if (target !== path && existsSync(target)) throw new StorageError('refused', `${target} exists already. Choose another name.`);
  const session = SessionFile.open(path);
  try {
    if (cellName !== undefined) session.rename(assertCellName(cellName));
  } finally {
    session.close();
  }
  if (target !== path) {
    if (existsSync(`${path}-wal`))
      throw new StorageError('busy', `${path} is open in another program, and its file keeps its name. Close it there and try again.`);
    guarded('Renaming a session', target, () => putInPlace(path, target));
  }
  return target;
}

/**
 * Corrects what a session states of the culture of its cell.
 * @param madeAt ISO 8601
 * @returns the culture as it is stated now
 */
export function describeCell(path: string, changes: Partial<Culture>, madeAt: string): Culture {
  const session = SessionFile.open(path);
  try {
    const notes = correctedCulture(session.notes, changes, madeAt);
    session.describe(notes);
    return cultureOf(notes);
  } finally {
    session.close();
  }
}

/** @throws StorageError 'refused' saying what a name of a session file is */
function assertNewName(name: string): string {
  const whole = name.endsWith(SESSION_EXTENSION) ? name : `${name}${SESSION_EXTENSION}`;
  const stem = whole.slice(0, -SESSION_EXTENSION.length);
  const refuse = (why: string): StorageError =>
    new StorageError('refused', `The file name "${name.slice(0, 60)}" cannot be used: ${why}. Choose another one.`);
  if (stem.trim() === '' || /^\.+$/.test(stem)) throw refuse('it is empty');
  if (/[<>:"/\\|?*]/.test(whole)) throw refuse('it holds a letter that file names cannot hold everywhere');
  if (/[. ]$/.test(stem)) throw refuse('it ends in a dot or a blank');
  assertFileName(whole);
  return whole;
}
