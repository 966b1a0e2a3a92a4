import { constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { closeWhenAlone } from './held-descriptors.ts';
import { APPLICATION_ID, NEWEST_VERSION } from './migrations.ts';
import { StorageError, guarded } from './storage-error.ts';

/** Contents of the first 100 bytes of a SQLite file (https://sqlite.org/fileformat.html). */
export interface FileHeader {
  readonly bytes: number;
  /** Bytes that the file states; a program that moves a log into it writes this before the rest. 0 where it does not hold. */
  readonly statedBytes: number;
  readonly pageSize: number;
  readonly layout: number;
  /** The file was open, or was not closed: the last entries may be in its write-ahead log. */
  readonly usesLog: boolean;
  /** Only this header: everything else is in the write-ahead log. */
  readonly bare: boolean;
}

const HEADER_BYTES = 100;

/**
 * Reads the header without SQLite, so that nothing is changed: neither a pipe nor a device nor another program's file.
 * @throws StorageError 'not-found', 'not-a-session', 'newer', 'damaged', 'io'
 */
export function readFileHeader(file: string): FileHeader {
  const stat = guarded('Opening a session', file, () => statSync(file, { throwIfNoEntry: false }));
  if (stat === undefined)
    throw new StorageError('not-found', `${file} does not exist, or what it points to does not. Choose a session file (.twinclamp).`);
  if (!stat.isFile()) {
    const kind = stat.isDirectory() ? 'a folder' : stat.isFIFO() ? 'a pipe' : stat.isSocket() ? 'a socket' : 'a device';
    throw new StorageError('not-a-session', `${file} is ${kind}, not a TwinClamp session. Choose a .twinclamp file.`);
  }
  const head = Buffer.alloc(HEADER_BYTES);
  const bytes = guarded('Opening a session', file, () => {
    // Non-blocking: the name may have become a pipe in between.
    const descriptor = openSync(file, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    try {
      readSync(descriptor, head, 0, HEADER_BYTES, 0);
      return fstatSync(descriptor).size;
    } finally {
      closeWhenAlone(descriptor);
    }
  });
  return checked(head, bytes, file);
}

function checked(head: Buffer, bytes: number, file: string): FileHeader {
  if (bytes === 0)
    throw new StorageError(
      'damaged',
      `${file} is empty: nothing was ever written to it, or a copy was cut off. Delete it, or copy it again.`,
    );
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new StorageError(
      'not-a-session',
      `${file} is not a TwinClamp session, or its first bytes are damaged. Choose a .twinclamp file.`,
    );
  }
  const pageSize = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    throw new StorageError('damaged', `${file}: its header is damaged (pages of ${pageSize} bytes). Copy it to a safe place first.`);
  const usesLog = head[18] === 2 && head[19] === 2;
  const applicationId = head.readUInt32BE(68);
  const layout = head.readUInt32BE(60);
  const bare = usesLog && applicationId === 0 && layout === 0 && bytes <= pageSize;
  if (bare) return { bytes, statedBytes: 0, pageSize, layout, usesLog, bare };
  if (applicationId !== APPLICATION_ID) {
    throw new StorageError(
      'not-a-session',
      `${file} is not a TwinClamp session (application id ${applicationId}, expected ${APPLICATION_ID}). Choose a .twinclamp file.`,
    );
  }
  assertKnownLayout(layout, file);
  if (layout < 1) throw new StorageError('damaged', `${file}: its header is damaged (layout ${layout}). Copy it to a safe place first.`);
  // Valid only if the last program that changed the file updates it (offset 92 repeats the change counter of offset 24).
  const stated = head.readUInt32BE(92) === head.readUInt32BE(24) ? head.readUInt32BE(28) : 0;
  return { bytes, statedBytes: stated * pageSize, pageSize, layout, usesLog, bare };
}

/** @throws StorageError 'newer' when a later program wrote the file */
export function assertKnownLayout(layout: number, file: string): void {
  if (layout <= NEWEST_VERSION) return;
  throw new StorageError(
    'newer',
    `${file} was written by a later TwinClamp (layout ${layout}; this program knows up to ${NEWEST_VERSION}). Update the program.`,
  );
}
