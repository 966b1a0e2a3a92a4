import type Database from 'better-sqlite3';
import { parseTwin, twinToJson } from '../../core/formats/twin-json.ts';
import { fitFailed } from '../../core/twin/fit-failed.ts';
import { CELL_KINDS } from '../../core/trace/cell-kind.ts';
import { isOfOldPrior, OLD_PRIOR_ALARM } from '../../core/twin/old-prior.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionDetail } from '../../shared/contract/schemas.ts';
import { LONGEST_TWIN, MOST_ROWS } from './recording-limits.ts';
import { textCrc32 } from './row-crc.ts';
import { sealRow } from './seal-row.ts';
import { sealOf, type Row } from './sealed-rows.ts';
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
  readonly json_crc32?: number;
  readonly crc32?: number;
  readonly alarm_list: string | null;
  readonly chi2: number | null;
  readonly prior_sd: number | null;
  readonly cell: string | null;
  readonly simulated: number | null;
}

const COLUMNS = 'id, recording_id, created_at, method, nrmse_percent, outcome, alarms';
const columnsOf = (layout: number): string => (layout >= 2 ? `${COLUMNS}, json_crc32, crc32` : COLUMNS);

/** Stores the whole twin as its JSON export, with the values that lists show beside it. Returns its id. */
export function insertTwin(db: Database.Database, layout: number, recordingId: number, twin: Twin): number {
  const json = twinToJson(twin);
  const { lastInsertRowid } = db
    .prepare('INSERT INTO twin (recording_id, created_at, method, nrmse_percent, outcome, alarms, json) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(recordingId, twin.createdAt, twin.method, twin.fit.nrmsePercent, twin.beat.outcome, twin.alarms.length, json);
  const twinId = Number(lastInsertRowid);
  if (layout >= 2) {
    db.prepare('UPDATE twin SET json_crc32 = ? WHERE id = ?').run(textCrc32(json), twinId);
    sealRow(db, 'twin', twinId);
  }
  return twinId;
}

/** @throws StorageError 'not-found', or 'damaged' when the stored text is not a twin any more */
export function readTwin(db: Database.Database, layout: number, twinId: number, file: string): StoredTwin {
  const row = db
    .prepare(`SELECT ${columnsOf(layout)}, CASE WHEN octet_length(json) <= ${LONGEST_TWIN} THEN json END AS json FROM twin WHERE id = ?`)
    .get(twinId) as (TwinRow & Row & { readonly json: string | null }) | undefined;
  if (!row) throw new StorageError('not-found', `Twin ${twinId} is not in ${file}.`);
  const damaged = (why: string, cause?: unknown): StorageError =>
    new StorageError('damaged', `Twin ${twinId} of ${file} is damaged: ${why} Infer the twin again from its recording.`, { cause });
  if (row.json === null) throw damaged(`it is longer than ${LONGEST_TWIN} bytes.`);
  if (!rowHolds(row, layout) || (layout >= 2 && textCrc32(row.json) !== row.json_crc32)) throw damaged('its checksum fails.');
  try {
    return { recordingId: row.recording_id, twin: parseTwin(row.json, 'it') };
  } catch (cause) {
    throw damaged((cause as Error).message, cause);
  }
}

export interface ListedTwins {
  readonly twins: SessionDetail['twinList'];
  /** Numbers of twins that cannot be listed. */
  readonly damaged: readonly number[];
}

/** @param simulated whether the session is of a simulated cell */
export function listTwins(db: Database.Database, layout: number, simulated: boolean): ListedTwins {
  // A twin whose text is damaged is listed all the same; the damage shows when it is read.
  const valueAt = (path: string, type: string): string =>
    `CASE WHEN length(json) <= ${LONGEST_TWIN} AND json_valid(json) AND json_type(json, '${path}') IN (${type}) THEN ` +
    `json_extract(json, '${path}') END`;
  const rows = db
    .prepare(
      `SELECT ${columnsOf(layout)}, ${valueAt('$.alarms', "'array'")} AS alarm_list, ` +
        `${valueAt('$.fit.chi2PerSample', "'real', 'integer'")} AS chi2, ` +
        `${valueAt('$.provenance.priorSd', "'real', 'integer'")} AS prior_sd, ` +
        `${valueAt('$.cell', "'text'")} AS cell, ` +
        `${valueAt('$.simulated', "'true', 'false'")} AS simulated FROM twin ORDER BY id LIMIT ${MOST_ROWS}`,
    )
    .all() as (TwinRow & Row)[];
  const [good, bad] = [true, false].map((wanted) => rows.filter((row) => rowHolds(row, layout) === wanted)) as [typeof rows, typeof rows];
  return {
    twins: good.map((row) => {
      const oldPrior = isOldRow(row, simulated);
      return {
        twinId: row.id,
        recordingId: row.recording_id,
        createdAt: row.created_at,
        method: row.method,
        nrmsePercent: row.nrmse_percent,
        outcome: row.outcome,
        alarms: row.alarms + (oldPrior ? 1 : 0),
        alarmList: [...(oldPrior ? [OLD_PRIOR_ALARM] : []), ...sentences(row.alarm_list)],
        fitFailed: fitFailed({ chi2PerSample: typeof row.chi2 === 'number' ? row.chi2 : Number.NaN }),
        oldPrior,
      };
    }),
    damaged: bad.map(({ id }) => id),
  };
}

function isOldRow({ cell, simulated, prior_sd }: TwinRow, ofSession: boolean): boolean {
  const known = CELL_KINDS.find((kind) => kind === cell);
  return isOfOldPrior(
    { ...(known === undefined ? {} : { cell: known }), simulated: simulated === 1, provenance: { priorSd: prior_sd ?? Number.NaN } },
    ofSession,
  );
}

function rowHolds(row: TwinRow & Row, layout: number): boolean {
  if (layout >= 2) return sealOf('twin', row) === row.crc32;
  const short = [row.created_at, row.method, row.outcome].every((text) => typeof text === 'string' && text.length < 200);
  return short && Number.isFinite(row.nrmse_percent) && Number.isInteger(row.alarms);
}

function sentences(json: string | null): string[] {
  const list: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(list)
    ? list
        .filter((item): item is string => typeof item === 'string')
        .map((item) => item.slice(0, 2000))
        .slice(0, 100)
    : [];
}
