import type Database from 'better-sqlite3';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import { chunkCrc32, traceBytes } from './chunk.ts';
import type { NewRecording, RecordingDevice, RecordingStatus } from './new-recording.ts';
import { MOST_ROWS, MOST_SAMPLES, RATES_HZ } from './recording-limits.ts';
import { sealRow } from './seal-row.ts';
import { sealOf, type Row } from './sealed-rows.ts';
import { JSON_COLUMNS, type JsonColumn, type RecordingRow } from './session-rows.ts';
import { StorageError } from './storage-error.ts';
import { LONGEST_COLUMN, storedValues } from './stored-values.ts';
import { thisWriter } from './writer-process.ts';

export type RecordingMetadata = NewRecording & { readonly status: RecordingStatus };

const KINDS: readonly string[] = ['voltage-clamp', 'spontaneous'];
const STATES: readonly string[] = ['recording', 'complete', 'stopped', 'aborted', 'interrupted'];
const PLAIN = ['id', 'kind', 'sample_rate_hz', 'status', 'started_at', 'writer_pid', 'writer_host', 'begun_ms'];
const PLAIN_2 = ['expected_samples', 'writer_start', 'seed', 'chunks', 'entries', 'crc32'];

/** @param seed start value of the checksums of its chunks */
export function insertRecording(db: Database.Database, recording: NewRecording, seed: number): number {
  const writer = thisWriter();
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO recording (kind, protocol_requested, protocol_realised, device, calibration, acquisition, conditions, remarks,
         sample_rate_hz, status, started_at, writer_pid, writer_host, begun_ms, expected_samples, writer_start, seed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'recording', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      recording.kind,
      recording.protocolRequested && JSON.stringify(recording.protocolRequested),
      recording.protocolRealised && JSON.stringify(recording.protocolRealised),
      JSON.stringify(recording.device),
      JSON.stringify(recording.calibration ?? null),
      JSON.stringify(recording.acquisition ?? null),
      JSON.stringify(recording.conditions),
      JSON.stringify(recording.remarks ?? []),
      recording.sampleRateHz,
      recording.startedAt,
      writer.pid,
      writer.host,
      Date.now(),
      recording.expectedSamples,
      writer.start,
      seed,
    );
  sealRow(db, 'recording', Number(lastInsertRowid));
  return Number(lastInsertRowid);
}

/** @throws StorageError 'refused' where the recording is not running */
export function updateRealised(db: Database.Database, recordingId: number, protocol: Protocol, expectedSamples: number): void {
  const { changes } = db
    .prepare("UPDATE recording SET protocol_realised = ?, expected_samples = ? WHERE id = ? AND status = 'recording'")
    .run(JSON.stringify(protocol), expectedSamples, recordingId);
  if (changes !== 1) throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
  sealRow(db, 'recording', recordingId);
}

/** Adds `clamp` to what is stored of the settings. @throws StorageError 'refused' where the recording is not running */
export function updateClamp(db: Database.Database, recordingId: number, clamp: LastClamp): void {
  const row = db.prepare("SELECT acquisition FROM recording WHERE id = ? AND status = 'recording'").get(recordingId) as
    { acquisition: string } | undefined;
  if (row === undefined) throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
  const acquisition = storedValues.anything(row.acquisition);
  const known = typeof acquisition === 'object' && acquisition !== null ? acquisition : {};
  db.prepare('UPDATE recording SET acquisition = ? WHERE id = ?').run(JSON.stringify({ ...known, clamp }), recordingId);
  sealRow(db, 'recording', recordingId);
}

export interface NextChunk {
  readonly recordingId: number;
  readonly firstSample: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
  /** Events and gaps of the recording stored so far; null in layout 1. */
  readonly entries: number | null;
  readonly seed: number;
}

/** Adds the next chunk of a running recording. @throws StorageError 'refused' out of order or after the end */
export function insertChunk(db: Database.Database, { recordingId, firstSample, voltageMv, currentPa, entries, seed }: NextChunk): void {
  const last = db
    .prepare('SELECT seq, first_sample + n AS next FROM chunk WHERE recording_id = ? ORDER BY seq DESC LIMIT 1')
    .get(recordingId) as { seq: number; next: number } | undefined;
  const seq = last ? last.seq + 1 : 0;
  const next = last?.next ?? 0;
  if (firstSample < next) {
    throw new StorageError(
      'refused',
      `Storing samples: expected sample ${next} or later, got ${firstSample}. Samples are stored once and in order.`,
    );
  }
  const n = voltageMv.length;
  const writtenMs = Date.now();
  const crc = chunkCrc32(
    { recordingId, seq, firstSample, n, ...(entries === null ? {} : { stored: { entries, writtenMs } }) },
    voltageMv,
    currentPa,
    seed,
  );
  const column = entries === null ? '' : ', entries';
  const { changes } = db
    .prepare(
      `INSERT INTO chunk (recording_id, seq, first_sample, n, voltage, current, crc32, written_ms${column})
       SELECT ?, ?, ?, ?, ?, ?, ?, ?${entries === null ? '' : ', ?'}
       WHERE EXISTS (SELECT 1 FROM recording WHERE id = ? AND status = 'recording')`,
    )
    .run(
      recordingId,
      seq,
      firstSample,
      n,
      traceBytes(voltageMv),
      traceBytes(currentPa),
      crc,
      writtenMs,
      ...(entries === null ? [] : [entries]),
      recordingId,
    );
  if (changes !== 1) throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
}

/** Rows of recordings; an overlong text is read as an empty one. */
export function recordingRows(db: Database.Database, layout: number, recordingId?: number): RecordingRow[] {
  const json = JSON_COLUMNS.map(
    (column) => `CASE WHEN octet_length(${column}) > ${LONGEST_COLUMN} THEN '' ELSE ${column} END AS ${column}`,
  );
  const columns = [...PLAIN, ...(layout >= 2 ? PLAIN_2 : []), ...json].join(', ');
  const which = recordingId === undefined ? '' : 'WHERE id = ?';
  return db
    .prepare(`SELECT ${columns} FROM recording ${which} ORDER BY id LIMIT ${MOST_ROWS}`)
    .all(...(recordingId === undefined ? [] : [recordingId])) as RecordingRow[];
}

/** What is wrong with the row itself; null: it is valid. */
export function rowProblem(row: RecordingRow, layout: number): string | null {
  if (layout >= 2 && sealOf('recording', row as unknown as Row) !== row.crc32)
    return 'what is stored about it (protocol, device, settings, status) is damaged; its checksum fails';
  if (!KINDS.includes(row.kind) || !STATES.includes(row.status)) return 'its kind or status is not one that a recording has';
  const rate = row.sample_rate_hz;
  if (!(rate >= RATES_HZ.lowest && rate <= RATES_HZ.highest)) return `its rate of ${rate} Hz is not one that a recording has`;
  const expected = row.expected_samples ?? null;
  if (expected !== null && !(expected >= 0 && expected <= MOST_SAMPLES))
    return `it expects ${expected} samples; no recording has more than ${MOST_SAMPLES}`;
  if (typeof row.started_at !== 'string' || row.started_at.length > 100) return 'its date is no date';
  return null;
}

/** Everything stored about a recording but its samples. @throws StorageError 'damaged' */
export function metaOf(row: RecordingRow, layout: number, file: string): RecordingMetadata {
  const problem = rowProblem(row, layout);
  if (problem !== null) throw new StorageError('damaged', `Recording ${row.id}: ${problem}. Take a copy of ${file} from before.`);
  const anything = (column: JsonColumn): unknown => parseColumn(row, column, storedValues.anything, file);
  return {
    kind: row.kind,
    protocolRequested: protocolColumn(row, 'protocol_requested', file),
    protocolRealised: protocolColumn(row, 'protocol_realised', file),
    device: parseColumn<RecordingDevice>(row, 'device', storedValues.device, file),
    calibration: anything('calibration'),
    acquisition: anything('acquisition'),
    conditions: parseColumn<RecordingConditions>(row, 'conditions', storedValues.conditions, file),
    sampleRateHz: row.sample_rate_hz,
    expectedSamples: row.expected_samples ?? null,
    startedAt: row.started_at,
    remarks: parseColumn(row, 'remarks', storedValues.remarks, file),
    status: row.status,
  };
}

/** A protocol as stored; null where none is. @throws StorageError 'damaged' */
export function protocolColumn(row: RecordingRow, column: 'protocol_requested' | 'protocol_realised', file: string): Protocol | null {
  return row[column] === null ? null : parseColumn(row, column, storedValues.protocol, file);
}

/** A JSON column of a recording. @throws StorageError 'damaged' */
export function parseColumn<T>(row: RecordingRow, column: JsonColumn, parse: (json: string) => T, file: string): T {
  try {
    return parse(row[column] ?? '');
  } catch (cause) {
    throw new StorageError(
      'damaged',
      `Recording ${row.id}: its ${column.replace('_', ' ')} is damaged (${(cause as Error).message}). Copy ${file} before ` +
        `anything else is tried on it.`,
      { cause },
    );
  }
}
