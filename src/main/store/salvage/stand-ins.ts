import type Database from 'better-sqlite3';
import { countEntries } from '../entry-tables.ts';
import { RATES_HZ } from '../recording-limits.ts';
import { sealOf, type Row } from '../sealed-rows.ts';
import { insertRow } from './insert-row.ts';
import type { FoundSamples } from './salvage-chunks.ts';

export interface SalvagedSession {
  /** Recordings of which something was found. */
  readonly recordings: number;
  /** What is known to be lost, in sentences. */
  readonly lost: readonly string[];
}

/**
 * Gives samples whose recording's description is lost one that says so, and tells what is lost by what was counted. The rate is that of
 * the session's other recordings where they all have one; else the samples have no time and stay away.
 */
export function standIns(db: Database.Database, found: ReadonlyMap<number, FoundSamples>): SalvagedSession {
  const rows = db.prepare('SELECT * FROM recording ORDER BY id').all() as (Row & { id: number })[];
  const proved = rows.filter((row) => sealOf('recording', row) === row.crc32);
  const rates = new Set(proved.map((row) => row.sample_rate_hz as number));
  const [rate] = rates;
  const lost: string[] = [];
  for (const [id, samples] of found) {
    const row = rows.find((known) => known.id === id);
    if (row !== undefined && row.seed !== samples.seed) db.prepare('UPDATE recording SET seed = ? WHERE id = ?').run(samples.seed, id);
    if (row !== undefined && isRate(row.sample_rate_hz)) continue;
    if (rate === undefined || rates.size > 1) {
      lost.push(`Recording ${id}: its rate is lost with what was stored about it; without a rate its samples have no time.`);
      continue;
    }
    const said = `Recording ${id}: what was stored about it is lost; its rate is taken to be the ${rate} Hz of the other recordings.`;
    lost.push(said);
    insertRow(db, 'recording', id, standIn(id, rate, samples, said));
  }
  for (const row of proved) lost.push(...lostEntries(db, row));
  return { recordings: Math.max(proved.length, found.size), lost: [...lost, ...lostRows(db)] };
}

function isRate(hz: unknown): boolean {
  return typeof hz === 'number' && hz >= RATES_HZ.lowest && hz <= RATES_HZ.highest;
}

/** Its checksum is wrong on purpose: it is copied as far as it can be believed, and the copy says so. */
function standIn(id: number, rate: number, { seed, current, writtenMs }: FoundSamples, remark: string): Row {
  return {
    id,
    kind: current ? 'voltage-clamp' : 'spontaneous',
    protocol_requested: null,
    protocol_realised: null,
    device: '',
    calibration: '',
    acquisition: '',
    conditions: '',
    remarks: JSON.stringify([remark]),
    sample_rate_hz: rate,
    status: 'interrupted',
    started_at: new Date(writtenMs).toISOString(),
    writer_pid: 0,
    writer_host: '',
    begun_ms: 0,
    seed,
    crc32: 0,
  };
}

function lostEntries(db: Database.Database, row: Row & { readonly id: number }): string[] {
  const there = countEntries(db, row.id);
  if (typeof row.entries !== 'number' || there >= row.entries) return [];
  return [`Recording ${row.id}: ${row.entries - there} of its ${row.entries} events and gaps are lost.`];
}

function lostRows(db: Database.Database): string[] {
  const session = db.prepare('SELECT * FROM session').get() as (Row & { recordings: number; twins: number }) | undefined;
  if (session === undefined) return ['The name, date and notes of the cell are lost.'];
  if (sealOf('session', session) !== session.crc32) return [];
  return (['recording', 'twin'] as const).flatMap((table) => {
    const { there } = db.prepare(`SELECT count(*) AS there FROM ${table}`).get() as { there: number };
    const stored = session[`${table}s`];
    return there < stored ? [`${stored - there} of ${stored} ${table}s are lost.`] : [];
  });
}
