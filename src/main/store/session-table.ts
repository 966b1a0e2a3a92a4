import type Database from 'better-sqlite3';
import { sealOf, type Row } from './sealed-rows.ts';
import type { SessionRow } from './session-rows.ts';
import { StorageError } from './storage-error.ts';

/** Longest text of a session that is read, bytes. */
const LONGEST = 100_000;

/** The row of the session. @throws StorageError 'damaged' when it is missing or its checksum fails */
export function sessionRow(db: Database.Database, layout: number, file: string): SessionRow {
  const row = db
    .prepare(
      `SELECT *, octet_length(cell_name) + octet_length(notes) AS bytes FROM session WHERE octet_length(cell_name) + ` +
        `octet_length(notes) + octet_length(id) <= ${LONGEST} LIMIT 1`,
    )
    .get() as (SessionRow & Row) | undefined;
  if (!row)
    throw new StorageError(
      'damaged',
      `${file} holds no session record that can be read; creating it was cut off, or it is damaged. Copy it from where it came, ` +
        `or delete it.`,
    );
  if (layout >= 2 && sealOf('session', row) !== row.crc32) {
    throw new StorageError(
      'damaged',
      `${file}: its session record (cell, date, notes) is damaged; its checksum fails. Take a copy of the file from before; ` +
        `recordings can still be exported.`,
    );
  }
  for (const column of ['id', 'cell_name', 'created_at', 'notes'] as const) {
    if (typeof row[column] !== 'string')
      throw new StorageError('damaged', `${file}: "${column}" of its session record is no text. Take a copy of the file from before.`);
  }
  return row;
}

/** Rows of a table, counted up to a limit above what any session has. */
export function countRows(db: Database.Database, table: 'recording' | 'twin'): number {
  return (db.prepare(`SELECT count(*) AS total FROM (SELECT 1 FROM ${table} LIMIT 1000000)`).get() as { total: number }).total;
}
