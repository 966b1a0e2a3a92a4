import type Database from 'better-sqlite3';
import type { RecordingEvent, RecordingGap } from './new-recording.ts';
import { MOST_ENTRIES, MOST_SAMPLES } from './recording-limits.ts';
import { sealRow } from './seal-row.ts';
import { sealOf, type Row } from './sealed-rows.ts';
import { StorageError } from './storage-error.ts';

export function insertEvent(db: Database.Database, layout: number, recordingId: number, event: RecordingEvent): void {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO event (recording_id, sample, code, name, argument) VALUES (?, ?, ?, ?, ?)')
    .run(recordingId, event.sample, event.code, event.name, event.argument);
  if (layout >= 2) sealRow(db, 'event', Number(lastInsertRowid));
}

export function insertGap(db: Database.Database, layout: number, recordingId: number, gap: RecordingGap): void {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO gap (recording_id, first_sample, n, reason) VALUES (?, ?, ?, ?)')
    .run(recordingId, gap.firstSample, gap.n, gap.reason);
  if (layout >= 2) sealRow(db, 'gap', Number(lastInsertRowid));
}

/** Events of a recording in order of their samples. @throws StorageError 'damaged' */
export function readEvents(db: Database.Database, layout: number, recordingId: number): RecordingEvent[] {
  const rows = db
    .prepare(`SELECT * FROM event WHERE recording_id = ? AND octet_length(name) <= 1000 ORDER BY sample, id LIMIT ${MOST_ENTRIES}`)
    .all(recordingId) as (Row & RecordingEvent & { crc32?: number })[];
  return rows.map((row) => {
    if (layout >= 2 && sealOf('event', row) !== row.crc32)
      throw new StorageError(
        'damaged',
        `An event of recording ${recordingId} near sample ${row.sample} is damaged; its checksum fails. The samples are not affected.`,
      );
    const { sample, code, name, argument } = row;
    if (![sample, code, argument].every(Number.isFinite) || typeof name !== 'string')
      throw new StorageError(
        'damaged',
        `An event of recording ${recordingId} holds values that are no numbers. The samples are not affected.`,
      );
    return { sample, code, name, argument };
  });
}

interface GapColumns {
  readonly first_sample: number;
  readonly n: number;
  readonly reason: string;
  readonly crc32?: number;
}

/** Gaps of a recording in order. @throws StorageError 'damaged' for an impossible one */
export function readGaps(db: Database.Database, layout: number, recordingId: number): RecordingGap[] {
  const rows = db
    .prepare(`SELECT * FROM gap WHERE recording_id = ? AND octet_length(reason) <= 10000 ORDER BY first_sample LIMIT ${MOST_ENTRIES}`)
    .all(recordingId) as (Row & GapColumns)[];
  return rows.map((row) => {
    const { first_sample: firstSample, n, reason } = row;
    if (layout >= 2 && sealOf('gap', row) !== row.crc32)
      throw new StorageError(
        'damaged',
        `A gap of recording ${recordingId} near sample ${firstSample} is damaged; its checksum fails. Samples before it can be read.`,
      );
    if (!(firstSample >= 0) || !(n > 0) || firstSample + n > MOST_SAMPLES || typeof reason !== 'string') {
      throw new StorageError(
        'damaged',
        `A gap of recording ${recordingId} claims ${n} samples from ${firstSample} on; no recording has more than ` +
          `${MOST_SAMPLES}. The file is damaged there.`,
      );
    }
    return { firstSample, n, reason };
  });
}

/** Number of stored events and gaps. */
export function countEntries(db: Database.Database, recordingId: number): number {
  const row = db
    .prepare('SELECT (SELECT count(*) FROM event WHERE recording_id = :id) + (SELECT count(*) FROM gap WHERE recording_id = :id) AS total')
    .get({ id: recordingId }) as { total: number };
  return row.total;
}
