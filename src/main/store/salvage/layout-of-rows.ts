import Database from 'better-sqlite3';
import { migrate, NEWEST_VERSION } from '../migrations.ts';
import type { Steps } from '../steps.ts';
import { LeafRows } from './leaf-rows.ts';
import type { SessionPages } from './session-pages.ts';
import { shapeOf, type TableShape } from './table-shape.ts';

/** Rows of layouts 2 to the newest are the same; those of layout 1 have no checksums. */
const LAYOUTS = [NEWEST_VERSION, 1];

/** The layout that the rows of a file are of, by its first row of a recording; null: it holds none. */
export function* layoutSteps(pages: SessionPages): Steps<number | null> {
  const shapes = LAYOUTS.map((layout) => ({ layout, recording: shapeIn(layout) }));
  const leaves = new LeafRows(pages);
  for (let number = 2; number <= pages.count; number++) {
    for (const { layout, recording } of shapes) {
      for (const row of leaves.on(number, recording.fits)) if (row.values.length > 0) return layout;
    }
    if (number % 256 === 0) yield number / pages.count;
  }
  return null;
}

function shapeIn(layout: number): TableShape {
  const db = new Database(':memory:');
  try {
    migrate(db, layout);
    return shapeOf(db, 'recording');
  } finally {
    db.close();
  }
}
