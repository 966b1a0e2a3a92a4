import type Database from 'better-sqlite3';
import { parseTwin, twinToJson } from '../../core/formats/twin-json.ts';
import { fitFailed } from '../../core/twin/fit-failed.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionDetail } from '../../shared/contract/schemas.ts';
import { StorageError } from './storage-error.ts';

export interface StoredTwin {
  readonly recordingId: number;
  readonly twin: Twin;
}

interface TwinRow {
  readonly id: number;
  readonly recording_id: number;
  readonly created_at: string;
  readonly method: string;
  readonly nrmse_percent: number;
  readonly outcome: string;
  readonly alarms: number;
  readonly alarm_list: string | null;
  readonly chi2: number | null;
}

/** Stores the whole twin as its JSON export, and beside it what lists show. Answers its id. */
export function insertTwin(db: Database.Database, recordingId: number, twin: Twin): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO twin (recording_id, created_at, method, nrmse_percent, outcome, alarms, json) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(recordingId, twin.createdAt, twin.method, twin.fit.nrmsePercent, twin.beat.outcome, twin.alarms.length, twinToJson(twin));
  return Number(lastInsertRowid);
}

/** @throws StorageError 'not-found', or 'damaged' when the stored text is no twin any more */
export function readTwin(db: Database.Database, twinId: number, file: string): StoredTwin {
  const row = db.prepare('SELECT recording_id, json FROM twin WHERE id = ?').get(twinId) as { recording_id: number; json: string } | undefined;
  if (!row) throw new StorageError('not-found', `Twin ${twinId} is not in ${file}.`);
  try {
    return { recordingId: row.recording_id, twin: parseTwin(row.json, `twin ${twinId} of ${file}`) };
  } catch (cause) {
    throw new StorageError('damaged', `${(cause as Error).message} Infer the twin again from its recording.`, { cause });
  }
}

export function listTwins(db: Database.Database): SessionDetail['twinList'] {
  // A twin whose text is damaged is listed all the same; reading it tells the damage.
  const told = (path: string): string => `CASE WHEN json_valid(json) THEN json_extract(json, '${path}') END`;
  const rows = db
    .prepare(`SELECT id, recording_id, created_at, method, nrmse_percent, outcome, alarms, ${told('$.alarms')} AS alarm_list, ${told('$.fit.chi2PerSample')} AS chi2 FROM twin ORDER BY id`)
    .all() as TwinRow[];
  return rows.map((row) => ({
    twinId: row.id,
    recordingId: row.recording_id,
    createdAt: row.created_at,
    method: row.method,
    nrmsePercent: row.nrmse_percent,
    outcome: row.outcome,
    alarms: row.alarms,
    alarmList: sentences(row.alarm_list),
    fitFailed: fitFailed({ chi2PerSample: row.chi2 ?? Number.NaN }),
  }));
}

function sentences(json: string | null): string[] {
  const list: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string').map((item) => item.slice(0, 2000)).slice(0, 100) : [];
}
