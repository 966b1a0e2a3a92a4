import type Database from 'better-sqlite3';
import { chunkCrc32, traceOf, type Samples } from './chunk.ts';
import { MOST_CHUNK_SAMPLES, MOST_SAMPLES } from './recording-limits.ts';
import type { ChunkRow } from './session-rows.ts';

/** A chunk as it was read; without samples where there is a problem. */
export interface ReadChunk extends Samples {
  readonly seq: number;
  readonly firstSample: number;
  readonly n: number;
  /** What is wrong with it; null: its checksum is correct. */
  readonly problem: string | null;
}

export interface ChunkSource {
  readonly db: Database.Database;
  readonly layout: number;
  readonly recordingId: number;
  /** Start value of the checksums of the recording. */
  readonly seed: number;
}

const NONE = { voltageMv: new Float32Array(0), currentPa: new Float32Array(0) };

/**
 * The chunks of a recording that hold samples of [from, to), in order, one at a time: memory for one chunk, however long the
 * recording. What a chunk claims is checked before anything is allocated for it.
 */
export function* chunksOf({ db, layout, recordingId, seed }: ChunkSource, from = 0, to = MOST_SAMPLES): Generator<ReadChunk, void> {
  const fits = `n BETWEEN 1 AND ${MOST_CHUNK_SAMPLES}`;
  const one = db.prepare(
    `SELECT seq, first_sample, n, crc32, written_ms, ${layout >= 2 ? 'entries' : 'NULL AS entries'},
       CASE WHEN ${fits} AND length(voltage) = 4 * n THEN voltage END AS voltage, CASE WHEN ${fits} AND length(current) = 4 * n THEN current END AS current
     FROM chunk WHERE recording_id = ? AND seq >= ? ORDER BY seq LIMIT 1`,
  );
  const before = db
    .prepare('SELECT seq FROM chunk WHERE recording_id = ? AND first_sample <= ? ORDER BY first_sample DESC LIMIT 1')
    .get(recordingId, from) as { seq: number } | undefined;
  let seq = before?.seq ?? 0;
  let next = 0;
  for (;;) {
    const row = one.get(recordingId, seq) as ChunkRow | undefined;
    if (row === undefined) return;
    const chunk = checked(row, recordingId, seed, next);
    // Also a damaged one: if its position is what is damaged, the missing samples are reported instead.
    if (chunk.firstSample >= to) return;
    seq = row.seq + 1;
    next = chunk.problem === null ? chunk.firstSample + chunk.n : next;
    if (chunk.firstSample + chunk.n > from || !(chunk.n > 0)) yield chunk;
  }
}

function checked(row: ChunkRow, recordingId: number, seed: number, next: number): ReadChunk {
  const { seq, first_sample: firstSample, n, entries } = row;
  const bad = (problem: string): ReadChunk => ({ seq, firstSample, n, ...NONE, problem });
  if (!(firstSample >= 0) || !(n > 0) || firstSample + n > MOST_SAMPLES) return bad(`it claims ${n} samples from ${firstSample} on`);
  if (firstSample < next) return bad(`it begins at sample ${firstSample}, within the chunk before it`);
  if (row.voltage === null || row.current === null) return bad(`it does not hold the ${n} samples that it claims`);
  const voltageMv = traceOf(row.voltage);
  const currentPa = traceOf(row.current);
  const stored = entries === null || entries === undefined ? {} : { stored: { entries, writtenMs: row.written_ms } };
  if (!(entries == null || entries >= 0) || !(row.written_ms >= 0)) return bad('its time or its count of entries is below 0');
  const computed = chunkCrc32({ recordingId, seq, firstSample, n, ...stored }, voltageMv, currentPa, seed);
  if (computed !== row.crc32) return bad(`its checksum is ${hex(computed)}, expected ${hex(row.crc32)}`);
  if (!allFinite(voltageMv) || !allFinite(currentPa)) return bad('it holds values that are no numbers');
  return { seq, firstSample, n, voltageMv, currentPa, problem: null };
}

/** Ten times as fast as every(Number.isFinite): most of the time of a second of samples went into that. */
function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
