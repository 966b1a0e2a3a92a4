import type { RecordingKind, RecordingStatus } from './new-recording.ts';

/** Rows as SQLite gives them; columns are always read by name, because some bindings add keys. Fields marked 2 are of layout 2. */
export interface SessionRow {
  readonly id: string;
  readonly cell_name: string;
  readonly created_at: string;
  readonly notes: string;
  readonly simulated: number;
  /** 2 */
  readonly recordings?: number;
  readonly twins?: number;
  readonly log_mark?: number;
  readonly crc32?: number;
}

export interface RecordingRow {
  readonly id: number;
  readonly kind: RecordingKind;
  readonly protocol_requested: string | null;
  readonly protocol_realised: string | null;
  readonly device: string;
  readonly calibration: string;
  readonly acquisition: string;
  readonly conditions: string;
  readonly remarks: string;
  readonly sample_rate_hz: number;
  readonly status: RecordingStatus;
  readonly started_at: string;
  readonly writer_pid: number;
  readonly writer_host: string;
  readonly begun_ms: number;
  /** 2 */
  readonly expected_samples?: number | null;
  readonly writer_start?: string;
  readonly seed?: number;
  readonly chunks?: number | null;
  readonly entries?: number | null;
  readonly crc32?: number;
}

export interface ChunkRow {
  readonly seq: number;
  readonly first_sample: number;
  readonly n: number;
  readonly voltage: Uint8Array | ArrayBuffer | null;
  readonly current: Uint8Array | ArrayBuffer | null;
  readonly crc32: number;
  readonly written_ms: number;
  /** 2 */
  readonly entries?: number | null;
}

export interface GapRow {
  readonly first_sample: number;
  readonly n: number;
  readonly reason: string;
}

/** Columns of a recording that hold JSON. */
export const JSON_COLUMNS = [
  'protocol_requested',
  'protocol_realised',
  'device',
  'calibration',
  'acquisition',
  'conditions',
  'remarks',
] as const;
export type JsonColumn = (typeof JSON_COLUMNS)[number];
