import { rowCrc32, type Cell } from './row-crc.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, Cell>>;

/** Columns that the checksum of a row covers, in this order. A published list is never changed. */
const COVERED = {
  session: ['id', 'cell_name', 'created_at', 'notes', 'simulated', 'recordings', 'twins', 'log_mark'],
  recording: [
    'id',
    'kind',
    'protocol_requested',
    'protocol_realised',
    'device',
    'calibration',
    'acquisition',
    'conditions',
    'remarks',
    'sample_rate_hz',
    'status',
    'started_at',
    'writer_pid',
    'writer_host',
    'writer_start',
    'begun_ms',
    'expected_samples',
    'seed',
    'chunks',
    'entries',
  ],
  event: ['id', 'recording_id', 'sample', 'code', 'name', 'argument'],
  gap: ['id', 'recording_id', 'first_sample', 'n', 'reason'],
  twin: ['id', 'recording_id', 'created_at', 'method', 'nrmse_percent', 'outcome', 'alarms', 'json_crc32'],
  correction: ['id', 'recording_id', 'made_at', 'json'],
} as const;

export type SealedTable = keyof typeof COVERED;

/** The checksum that a row of layout 2 should carry. */
export function sealOf(table: SealedTable, row: Row): number {
  return rowCrc32(COVERED[table].map((column) => row[column] ?? null));
}
