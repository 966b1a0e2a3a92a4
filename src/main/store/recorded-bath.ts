import type Database from 'better-sqlite3';
import { BATH_CODE } from '../../core/quality/bath.ts';

/** Whether the bath was changed while the recording was made: what is stated before it stands at its first sample. */
export function bathChanged(db: Database.Database, recordingId: number): boolean {
  return (
    db.prepare('SELECT 1 FROM event WHERE recording_id = ? AND code = ? AND sample > 0 LIMIT 1').get(recordingId, BATH_CODE) !== undefined
  );
}
