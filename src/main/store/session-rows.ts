import type { RecordingKind, RecordingStatus } from './new-recording.ts';

/** Rows as SQLite gives them; columns are always read by name, some bindings add keys of their own. */
export interface SessionRow {
  readonly id: string;
  readonly cell_name: string;
  readonly created_at: string;
  readonly notes: string;
  readonly simulated: number;
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
}

export interface ChunkRow {
  readonly seq: number;
  readonly first_sample: number;
  readonly n: number;
  readonly voltage: Uint8Array | ArrayBuffer;
  readonly current: Uint8Array | ArrayBuffer;
  readonly crc32: number;
}

export interface GapRow {
  readonly first_sample: number;
  readonly n: number;
  readonly reason: string;
}

/** Columns of a recording that hold JSON. */
export type JsonColumn = 'protocol_requested' | 'protocol_realised' | 'device' | 'calibration' | 'acquisition' | 'conditions' | 'remarks';
