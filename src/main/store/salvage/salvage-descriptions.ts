import type Database from 'better-sqlite3';
import { sealOf, type Row, type SealedTable } from '../sealed-rows.ts';
import type { Steps } from '../steps.ts';
import { insertRow } from './insert-row.ts';
import { LeafRows } from './leaf-rows.ts';
import type { SessionPages } from './session-pages.ts';
import { shapeOf } from './table-shape.ts';

const TABLES: readonly SealedTable[] = ['session', 'recording', 'event', 'gap', 'twin', 'correction'];
/** Of these something can be used though a part is damaged. */
const KEPT_DAMAGED: readonly SealedTable[] = ['session', 'recording'];

/** How far a row can be believed: an older image of a recording, from when it was running, may lie on a page that is free since. */
type Worth = 0 | 1 | 2;

/** Takes everything but samples from the pages into an empty session of this layout. */
export function* salvageDescriptions(pages: SessionPages, db: Database.Database, layout: number): Steps<void> {
  const tables = TABLES.filter((table) => layout >= 3 || table !== 'correction');
  const shapes = tables.map((table) => ({ table, shape: shapeOf(db, table), taken: new Map<number, Worth>() }));
  const leaves = new LeafRows(pages);
  for (let number = 2; number <= pages.count; number++) {
    for (const { table, shape, taken } of shapes) {
      for (const found of leaves.on(number, shape.fits)) {
        const row = shape.rowOf(found);
        const worth = worthOf(table, row, layout);
        if (worth === 0 && !KEPT_DAMAGED.includes(table)) continue;
        if (worth > (taken.get(found.rowid) ?? -1) && insertRow(db, table, found.rowid, row)) taken.set(found.rowid, worth);
      }
    }
    if (number % 256 === 0) yield number / pages.count;
  }
}

function worthOf(table: SealedTable, row: Row, layout: number): Worth {
  if (layout >= 2 && sealOf(table, row) !== row.crc32) return 0;
  return table === 'recording' && row.status !== 'recording' ? 2 : 1;
}
