import type Database from 'better-sqlite3';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { chunkCrc32, traceBytes } from './chunk.ts';
import type { NewRecording, RecordingDevice, RecordingStatus } from './new-recording.ts';
import type { JsonColumn, RecordingRow } from './session-rows.ts';
import { StorageError } from './storage-error.ts';
import { thisWriter } from './writer-process.ts';

export type RecordingMetadata = NewRecording & { readonly status: RecordingStatus };

export function insertRecording(db: Database.Database, recording: NewRecording): number {
  const writer = thisWriter();
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO recording (kind, protocol_requested, protocol_realised, device, calibration, acquisition, conditions, remarks,
         sample_rate_hz, status, started_at, writer_pid, writer_host, begun_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'recording', ?, ?, ?, ?)`,
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
    );
  return Number(lastInsertRowid);
}

/** Adds the next chunk of a running recording. @throws StorageError 'refused' out of order or after the end */
export function insertChunk(
  db: Database.Database,
  recordingId: number,
  firstSample: number,
  voltageMv: Float32Array,
  currentPa: Float32Array,
): void {
  const last = db
    .prepare('SELECT seq, first_sample + n AS next FROM chunk WHERE recording_id = ? ORDER BY seq DESC LIMIT 1')
    .get(recordingId) as { seq: number; next: number } | undefined;
  const seq = last ? last.seq + 1 : 0;
  const next = last?.next ?? 0;
  if (firstSample < next) {
    throw new StorageError('refused', `Storing samples: expected sample ${next} or later, got ${firstSample}. Samples are stored once and in order.`);
  }
  const n = voltageMv.length;
  const crc = chunkCrc32({ recordingId, seq, firstSample, n }, voltageMv, currentPa);
  const { changes } = db
    .prepare(
      `INSERT INTO chunk (recording_id, seq, first_sample, n, voltage, current, crc32, written_ms)
       SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recording WHERE id = ? AND status = 'recording')`,
    )
    .run(recordingId, seq, firstSample, n, traceBytes(voltageMv), traceBytes(currentPa), crc, Date.now(), recordingId);
  if (changes !== 1) throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
}

/** Everything stored about a recording but its samples. */
export function metaOf(row: RecordingRow, file: string): RecordingMetadata {
  return {
    kind: row.kind,
    protocolRequested: parseColumn<Protocol | null>(row, 'protocol_requested', file),
    protocolRealised: parseColumn<Protocol | null>(row, 'protocol_realised', file),
    device: parseColumn<RecordingDevice>(row, 'device', file),
    calibration: parseColumn<unknown>(row, 'calibration', file),
    acquisition: parseColumn<unknown>(row, 'acquisition', file),
    conditions: parseColumn<RecordingConditions>(row, 'conditions', file),
    sampleRateHz: row.sample_rate_hz,
    startedAt: row.started_at,
    remarks: parseColumn<string[]>(row, 'remarks', file),
    status: row.status,
  };
}

/** A JSON column of a recording; null where the column is. @throws StorageError 'damaged' */
export function parseColumn<T>(row: RecordingRow, column: JsonColumn, file: string): T {
  const json = row[column];
  try {
    return (json === null ? null : JSON.parse(json)) as T;
  } catch (cause) {
    throw new StorageError(
      'damaged',
      `${file}: column ${column} of recording ${row.id} is damaged (${(cause as Error).message}). Copy the file before anything else is tried on it.`,
      { cause },
    );
  }
}
