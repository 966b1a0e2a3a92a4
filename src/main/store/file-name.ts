import { basename } from 'node:path';
import { StorageError } from './storage-error.ts';

/** What Windows calls devices by, whatever follows a dot. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** File systems hold 255 bytes; SQLite and a copy in the making add some. */
const MOST_BYTES = 230;

/** Checks that a session can be made under a name, here and on other systems. @throws StorageError 'refused' saying why not */
export function assertFileName(path: string): void {
  const name = basename(path);
  const bytes = Buffer.byteLength(name);
  const refuse = (why: string): StorageError =>
    new StorageError('refused', `The file name "${name.slice(0, 60)}" cannot be used: ${why}. Choose another one.`);
  if (bytes > MOST_BYTES) throw refuse(`it has ${bytes} bytes, at most ${MOST_BYTES} can be`);
  if (RESERVED.test(name)) throw refuse('Windows keeps it for a device');
  if (/[\u0000-\u001f]/.test(name)) throw refuse('it holds control characters');
}
