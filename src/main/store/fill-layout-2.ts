import type Database from 'better-sqlite3';
import { textCrc32 } from './row-crc.ts';
import { sealRow } from './seal-row.ts';

/** Counts and checksums of the rows of a session of layout 1; its chunks already have theirs. */
export function fillLayout2(db: Database.Database): void {
  db.exec(`
    UPDATE session SET recordings = (SELECT count(*) FROM recording), twins = (SELECT count(*) FROM twin);
    UPDATE recording SET
      chunks = (SELECT count(*) FROM chunk WHERE recording_id = recording.id),
      entries = (SELECT count(*) FROM event WHERE recording_id = recording.id) +
        (SELECT count(*) FROM gap WHERE recording_id = recording.id)
    WHERE status <> 'recording';`);
  for (const { id } of ids(db, 'twin')) {
    const { json } = db.prepare('SELECT json FROM twin WHERE id = ?').get(id) as { json: string };
    db.prepare('UPDATE twin SET json_crc32 = ? WHERE id = ?').run(textCrc32(json), id);
  }
  for (const table of ['session', 'recording', 'event', 'gap', 'twin'] as const)
    for (const { id } of ids(db, table)) sealRow(db, table, id);
}

function ids(db: Database.Database, table: string): { readonly id: number }[] {
  return db.prepare(`SELECT rowid AS id FROM ${table}`).all() as { id: number }[];
}
