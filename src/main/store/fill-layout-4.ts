import type Database from 'better-sqlite3';
import { insertOverview, readOverview } from './derived-tables.ts';

const LAYOUT = 4;

/** Coarse overviews beside the fine ones of a session of layout 3; a damaged one stays as it is, and is not used. */
export function fillLayout4(db: Database.Database): void {
  const held = db.prepare('SELECT recording_id AS id, samples FROM overview').all() as { readonly id: number; readonly samples: number }[];
  for (const { id, samples } of held) {
    const fine = readOverview(db, id, samples);
    if (fine !== null) insertOverview(db, LAYOUT, id, fine);
  }
}
