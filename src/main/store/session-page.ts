import { readSync } from 'node:fs';
import { closeWhenAlone } from './held-descriptors.ts';
import { guarded } from './storage-error.ts';
import { openIfThere } from './write-ahead-log.ts';

/** Part of the row of a session, read without SQLite. */
export interface SessionIdentity {
  readonly id: string;
  /** Mark of the log that belongs to the file; 0 in files of layout 1 and without one. */
  readonly logMark: number;
}

/** The table `session` is made first: its only page is page 2 of every session. */
const PAGE = 2;
/** Columns before `log_mark`: id, cell_name, created_at, notes, simulated, recordings, twins. */
const LOG_MARK_COLUMN = 7;

/** Identity of a session as its file states it; null when page 2 holds no such row. */
export function identityInFile(file: string, pageSize: number): SessionIdentity | null {
  return identityAt(file, (PAGE - 1) * pageSize, pageSize);
}

/** The same from the image of page 2 in the log of a session; null also where the log has gone in between. */
export function identityInLog(session: string, at: number, pageSize: number): SessionIdentity | null {
  return at < 0 ? null : identityAt(`${session}-wal`, at, pageSize);
}

function identityAt(file: string, at: number, pageSize: number): SessionIdentity | null {
  const page = Buffer.alloc(pageSize);
  const got = guarded('Reading a session', file, () => {
    const descriptor = openIfThere(file);
    if (descriptor === null) return 0;
    try {
      return readSync(descriptor, page, 0, pageSize, at);
    } finally {
      closeWhenAlone(descriptor);
    }
  });
  if (got < pageSize) return null;
  try {
    return parsed(page);
  } catch (error) {
    // Offsets that point out of the page: it is damaged, which is reported when the session is read.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The one row of a leaf page: https://sqlite.org/fileformat.html#b_tree_pages. Later columns of a long row are on other pages and read as
 * 0.
 */
function parsed(page: Buffer): SessionIdentity | null {
  if (page[0] !== 0x0d || page.readUInt16BE(3) !== 1) return null;
  let at = page.readUInt16BE(8);
  const next = (): number => {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = page.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return value * 256 + page.readUInt8(at++);
  };
  next();
  next();
  const start = at;
  const end = start + next();
  const types: number[] = [];
  while (at < end) types.push(next());
  const idBytes = ((types[0] ?? 0) - 13) / 2;
  if (!Number.isInteger(idBytes) || idBytes < 1) return null;
  const id = page.toString('utf8', end, end + idBytes);
  const before = types.slice(0, LOG_MARK_COLUMN).reduce((sum, type) => sum + bytesOf(type), 0);
  const type = types[LOG_MARK_COLUMN];
  if (type === undefined || end + before + 8 > page.length) return { id, logMark: type === 9 ? 1 : 0 };
  const logMark = type >= 1 && type <= 5 ? page.readUIntBE(end + before, bytesOf(type)) : type === 9 ? 1 : 0;
  return { id, logMark };
}

function bytesOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}
