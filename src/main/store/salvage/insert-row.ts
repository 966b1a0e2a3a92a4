import type Database from 'better-sqlite3';
import type { Row } from '../sealed-rows.ts';

/** Stores a row as it was found, in the place of another of its number. @returns whether the table takes what it holds */
export function insertRow(db: Database.Database, table: string, rowid: number, row: Row): boolean {
  const columns = Object.keys(row);
  try {
    db.prepare(`INSERT OR REPLACE INTO ${table} (rowid, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`).run(
      rowid,
      ...Object.values(row),
    );
    return true;
  } catch (error) {
    // A damaged row may hold what its table never does.
    if (/^SQLITE_(CONSTRAINT|MISMATCH)/.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}
