import type Database from 'better-sqlite3';
import type { z } from 'zod';
import { assertCorrection, type CorrectedFields, type Correction } from '../../core/trace/correction.ts';
import { parseStrictJson } from '../../core/text/strict-json.ts';
import { correctionChanges } from '../../shared/contract/schemas.ts';
import { MOST_ROWS } from './recording-limits.ts';
import { sealRow } from './seal-row.ts';
import { sealOf, type Row } from './sealed-rows.ts';
import { StorageError } from './storage-error.ts';

/** Layout from which sessions hold corrections. */
export const CORRECTIONS_SINCE = 3;
const LONGEST = 100_000;

export function insertCorrection(db: Database.Database, recordingId: number, { madeAt, changes }: Correction): void {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO correction (recording_id, made_at, json) VALUES (?, ?, ?)')
    .run(recordingId, madeAt, JSON.stringify(changes));
  sealRow(db, 'correction', Number(lastInsertRowid));
}

/** Corrections of a recording in the order of their making; none in an older layout. @throws StorageError 'damaged' */
export function readCorrections(db: Database.Database, layout: number, recordingId: number): Correction[] {
  if (layout < CORRECTIONS_SINCE) return [];
  const rows = db
    .prepare(`SELECT * FROM correction WHERE recording_id = ? AND octet_length(json) <= ${LONGEST} ORDER BY id LIMIT ${MOST_ROWS}`)
    .all(recordingId) as (Row & { made_at: string; json: string; crc32: number })[];
  return rows.map((row) => {
    const changes = sealOf('correction', row) === row.crc32 ? changesOf(row.json) : null;
    if (changes === null)
      throw new StorageError(
        'damaged',
        `A correction of recording ${recordingId} is damaged; its checksum fails. The samples are not concerned.`,
      );
    return { madeAt: row.made_at, changes };
  });
}

function changesOf(json: string): CorrectedFields | null {
  try {
    const found = (correctionChanges as z.ZodType<CorrectedFields>).safeParse(parseStrictJson(json, LONGEST));
    return found.success ? assertCorrection(found.data) : null;
  } catch {
    // What no correction can be is damaged, whatever is wrong with it.
    return null;
  }
}
