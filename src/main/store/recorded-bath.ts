import type Database from 'better-sqlite3';
import { z } from 'zod';
import { BATH_CODE, bathSchema, type Bath } from '../../core/quality/bath.ts';
import { zodOf } from '../../shared/contract/zod-of.ts';

const stated = z.object({ quality: z.object({ bath: zodOf(bathSchema) }) });

/** What flowed over a cell as a recording began. @param acquisition settings of its rig, as stored; null where nothing was stated */
export function bathOf(acquisition: unknown): Bath | null {
  return stated.safeParse(acquisition).data?.quality.bath ?? null;
}

/** Whether the bath was changed while the recording was made: what is stated before it stands at its first sample. */
export function bathChanged(db: Database.Database, recordingId: number): boolean {
  return (
    db.prepare('SELECT 1 FROM event WHERE recording_id = ? AND code = ? AND sample > 0 LIMIT 1').get(recordingId, BATH_CODE) !== undefined
  );
}
