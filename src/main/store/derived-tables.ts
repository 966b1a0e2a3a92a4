import type Database from 'better-sqlite3';
import { coarser, OVERVIEW_FOLD, type Overview } from '../../core/trace/overview.ts';
import { crc32 } from '../../node/checksum/crc32.ts';
import { parseStrictJson } from '../../core/text/strict-json.ts';
import { twinBeat } from '../../shared/contract/schemas.ts';
import { traceBytes, traceOf } from './chunk.ts';
import type { RecordedBeat } from './recorded-beat.ts';
import { rowCrc32, textCrc32 } from './row-crc.ts';

/** Values that are computed from a recording once, when it ends. */
export interface Overviews {
  readonly voltage: Overview;
  readonly current: Overview;
}

/** First layout that holds coarse overviews. */
const COARSE_SINCE = 4;

/** Longest JSON of a beat, characters: ten minutes drawn at 1 ms. */
const LONGEST_BEAT = 20_000_000;

/** Stores an overview and, since layout 4, its coarse one: a view of the whole of a long recording reads only that. */
export function insertOverview(db: Database.Database, layout: number, recordingId: number, overviews: Overviews): void {
  const { voltage, current } = overviews;
  insertLevel(db, recordingId, overviews);
  if (layout >= COARSE_SINCE) insertLevel(db, recordingId, { voltage: coarser(voltage), current: coarser(current) });
}

function insertLevel(db: Database.Database, recordingId: number, { voltage, current }: Overviews): void {
  const { samples, fold } = voltage;
  const parts = [voltage.min, voltage.max, current.min, current.max];
  db.prepare(
    'INSERT OR REPLACE INTO overview (recording_id, samples, fold, voltage_min, voltage_max, current_min, current_max, crc32) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(recordingId, samples, fold, ...parts.map(traceBytes), overviewCrc(recordingId, samples, fold, parts));
}

interface OverviewRow {
  readonly samples: number;
  readonly voltage_min: Uint8Array;
  readonly voltage_max: Uint8Array;
  readonly current_min: Uint8Array;
  readonly current_max: Uint8Array;
  readonly crc32: number;
}

/** The stored overview of so many samples an entry; null when there is none, or an invalid one: it is then computed again. */
export function readOverview(db: Database.Database, recordingId: number, samples: number, fold = OVERVIEW_FOLD): Overviews | null {
  const bytes = 4 * Math.ceil(samples / fold);
  const row = db
    .prepare(
      `SELECT * FROM overview WHERE recording_id = ? AND fold = ? AND samples = ?
       AND length(voltage_min) = ? AND length(voltage_max) = ? AND length(current_min) = ? AND length(current_max) = ?`,
    )
    .get(recordingId, fold, samples, bytes, bytes, bytes, bytes) as OverviewRow | undefined;
  if (row === undefined) return null;
  const [voltageMin, voltageMax, currentMin, currentMax] = [row.voltage_min, row.voltage_max, row.current_min, row.current_max].map(
    traceOf,
  ) as [Overview['min'], Overview['min'], Overview['min'], Overview['min']];
  if (overviewCrc(recordingId, samples, fold, [voltageMin, voltageMax, currentMin, currentMax]) !== row.crc32) return null;
  return { voltage: { samples, fold, min: voltageMin, max: voltageMax }, current: { samples, fold, min: currentMin, max: currentMax } };
}

function overviewCrc(recordingId: number, samples: number, fold: number, parts: readonly Float32Array[]): number {
  return parts.reduce((crc, part) => crc32(traceBytes(part), crc), rowCrc32([recordingId, samples, fold]));
}

export function insertBeat(db: Database.Database, recordingId: number, beat: RecordedBeat): void {
  const json = JSON.stringify(beat);
  db.prepare('INSERT OR REPLACE INTO beat (recording_id, json, crc32) VALUES (?, ?, ?)').run(
    recordingId,
    json,
    rowCrc32([recordingId, textCrc32(json)]),
  );
}

/** The stored beat, which may be null; undefined when there is none, or an invalid one. */
export function readBeat(db: Database.Database, recordingId: number): RecordedBeat | undefined {
  const row = db
    .prepare(`SELECT json, crc32 FROM beat WHERE recording_id = ? AND octet_length(json) <= ${LONGEST_BEAT}`)
    .get(recordingId) as { json: string; crc32: number } | undefined;
  if (row === undefined || rowCrc32([recordingId, textCrc32(row.json)]) !== row.crc32) return undefined;
  return twinBeat.nullable().safeParse(parseStrictJson(row.json, LONGEST_BEAT)).data;
}
