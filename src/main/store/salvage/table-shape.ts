import type Database from 'better-sqlite3';
import type { Cell } from '../row-crc.ts';
import type { Row } from '../sealed-rows.ts';
import type { LeafRow } from './leaf-rows.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** How rows of a table are recognised among all rows of a file, by the table as our own migrations make it. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly string[];
  /** Whether the columns of a record may be those of this table. */
  readonly fits: (types: readonly number[]) => boolean;
  readonly rowOf: (found: LeafRow) => Row;
}

/** @param db an empty session of the layout */
export function shapeOf(db: Database.Database, table: string): TableShape {
  const columns = db.pragma(`table_info('${table}')`) as Column[];
  // An INTEGER PRIMARY KEY is the number of the row, and null in its record.
  const numbers = columns.filter(({ pk }) => pk > 0).length === 1 ? columns.findIndex(({ pk, type }) => pk > 0 && type === 'INTEGER') : -1;
  return {
    table,
    columns: columns.map(({ name }) => name),
    fits: (types) => types.length <= columns.length && columns.every((column, i) => holds(column, types[i] ?? 0, i === numbers)),
    rowOf: ({ rowid, values }) =>
      Object.fromEntries(columns.map(({ name }, i) => [name, i === numbers ? rowid : ((values[i] ?? null) as Cell)])),
  };
}

/** Types of columns: https://sqlite.org/fileformat.html#record_format. */
function holds({ type, notnull }: Column, stored: number, isRowNumber: boolean): boolean {
  if (isRowNumber) return stored === 0;
  if (stored === 0) return notnull === 0;
  if (type === 'TEXT') return stored >= 13 && stored % 2 === 1;
  if (type === 'BLOB') return stored >= 12 && stored % 2 === 0;
  return stored <= 9 && (type === 'REAL' || stored !== 7);
}
