import type Database from 'better-sqlite3';
import { sealOf, type Row, type SealedTable } from './sealed-rows.ts';

/** Computes the checksum of a row and stores it; part of every transaction that changes the row. */
export function sealRow(db: Database.Database, table: SealedTable, rowid: number): void {
  const row = db.prepare(`SELECT * FROM ${table} WHERE rowid = ?`).get(rowid) as Row;
  db.prepare(`UPDATE ${table} SET crc32 = ? WHERE rowid = ?`).run(sealOf(table, row), rowid);
}
