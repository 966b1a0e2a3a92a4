import type Database from 'better-sqlite3';
import type { SampleSeal } from '../../core/formats/hdf5/hdf5-step.ts';
import { placeCrc32, samplesCrc32, traceOf, type Samples } from './chunk.ts';
import { MOST_CHUNK_SAMPLES, MOST_SAMPLES } from './recording-limits.ts';
import type { ChunkRow } from './session-rows.ts';

/** A chunk as it was read; without samples where there is a problem. */
export interface ReadChunk extends Samples {
  readonly seq: number;
  readonly firstSample: number;
  readonly n: number;
  /** What is wrong with it; null: its checksum is correct, or is left to whoever asked for that. */
  readonly problem: string | null;
  /** Its checksum: what is known without the samples, and what they must make of it. */
  readonly seal: SampleSeal;
}

export interface ChunkSource {
  readonly db: Database.Database;
  readonly layout: number;
  readonly recordingId: number;
  /** Start value of the checksums of the recording. */
  readonly seed: number;
}

/** Checksums are compared as chunks are read, or left to the reader, who compares them with what it made of the samples. */
export type Checksums = 'compared' | 'left';

const NONE = { voltageMv: new Float32Array(0), currentPa: new Float32Array(0) };

/** Samples of small chunks that are read in one query; half a megabyte of two channels. */
const READ_AT_ONCE = 1 << 16;
/** Chunks of one query at most, whatever they turn out to hold. */
const MOST_CHUNKS_AT_ONCE = 16;

/**
 * The chunks of a recording that hold samples of [from, to), in order: memory for one chunk or a few small ones, however long the
 * recording. What a chunk claims is checked before anything is allocated for it.
 */
export function* chunksOf(
  { db, layout, recordingId, seed }: ChunkSource,
  from = 0,
  to = MOST_SAMPLES,
  checksums: Checksums = 'compared',
): Generator<ReadChunk, void> {
  const fits = `n BETWEEN 1 AND ${MOST_CHUNK_SAMPLES}`;
  // In the order in which a row is stored: SQLite would go through all pages of the samples to what is behind them, and again for these.
  const some = db.prepare(
    `SELECT seq, first_sample, n,
       CASE WHEN ${fits} AND length(voltage) = 4 * n THEN voltage END AS voltage,
       CASE WHEN ${fits} AND length(current) = 4 * n THEN current END AS current,
       crc32, written_ms, ${layout >= 2 ? 'entries' : 'NULL AS entries'}
     FROM chunk WHERE recording_id = ? AND seq >= ? ORDER BY seq LIMIT ?`,
  );
  const before = db
    .prepare('SELECT seq FROM chunk WHERE recording_id = ? AND first_sample <= ? ORDER BY first_sample DESC LIMIT 1')
    .get(recordingId, from) as { seq: number } | undefined;
  let seq = before?.seq ?? 0;
  let next = 0;
  let atOnce = 1;
  for (;;) {
    // Each query ends before a chunk is handed on: the connection is free, and a writer is not held up.
    const rows = some.all(recordingId, seq, atOnce) as ChunkRow[];
    let last: ChunkRow | undefined;
    for (const row of rows) {
      // In a damaged file rows need not be in order: they are looked for again from here, so each query goes forward.
      if (row.seq < seq) break;
      last = row;
      const chunk = checked(row, recordingId, seed, next, checksums);
      // Also a damaged one: if its position is what is damaged, the missing samples are reported instead.
      if (chunk.firstSample >= to) return;
      seq = row.seq + 1;
      next = chunk.problem === null ? chunk.firstSample + chunk.n : next;
      if (chunk.firstSample + chunk.n > from || !(chunk.n > 0)) yield chunk;
    }
    if (last === undefined) return;
    const wanted = Math.ceil(Math.min(READ_AT_ONCE, to - next) / last.n);
    atOnce = Math.max(1, Math.min(MOST_CHUNKS_AT_ONCE, wanted || 1));
  }
}

/** What is wrong with the samples of a chunk by its checksum; null: nothing. */
export function sealProblem({ voltageMv, currentPa, seal }: Pick<ReadChunk, 'voltageMv' | 'currentPa' | 'seal'>): string | null {
  const computed = samplesCrc32(voltageMv, currentPa, seal.start);
  return computed === seal.sum ? null : `its checksum is ${hex(computed)}, expected ${hex(seal.sum)}`;
}

function checked(row: ChunkRow, recordingId: number, seed: number, next: number, checksums: Checksums): ReadChunk {
  const { seq, first_sample: firstSample, n, entries } = row;
  const bad = (problem: string): ReadChunk => ({ seq, firstSample, n, ...NONE, problem, seal: { start: 0, sum: row.crc32 } });
  if (!(firstSample >= 0) || !(n > 0) || firstSample + n > MOST_SAMPLES) return bad(`it claims ${n} samples from ${firstSample} on`);
  if (firstSample < next) return bad(`it begins at sample ${firstSample}, within the chunk before it`);
  if (row.voltage === null || row.current === null) return bad(`it does not hold the ${n} samples that it claims`);
  const voltageMv = traceOf(row.voltage);
  const currentPa = traceOf(row.current);
  const stored = entries === null || entries === undefined ? {} : { stored: { entries, writtenMs: row.written_ms } };
  if (!(entries == null || entries >= 0) || !(row.written_ms >= 0)) return bad('its time or its count of entries is below 0');
  const seal = { start: placeCrc32({ recordingId, seq, firstSample, n, ...stored }, seed), sum: row.crc32 };
  const problem = checksums === 'left' ? null : sealProblem({ voltageMv, currentPa, seal });
  if (problem !== null) return bad(problem);
  if (!allFinite(voltageMv) || !allFinite(currentPa)) return bad('it holds values that are no numbers');
  return { seq, firstSample, n, voltageMv, currentPa, problem: null, seal };
}

const EXPONENT = 0x7f80_0000;
const ONE = 0x0080_0000;

/**
 * Infinity and what is no number have all bits of the exponent set, so that one more in its place reaches the bit of the sign. Of the
 * bits, not of the values: half the time of sums. Four at once.
 */
function allFinite(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const whole = bits.length - (bits.length % 4);
  let found = 0;
  for (let i = 0; i < whole; i += 4) {
    found |=
      (((bits[i] as number) & EXPONENT) + ONE) |
      (((bits[i + 1] as number) & EXPONENT) + ONE) |
      (((bits[i + 2] as number) & EXPONENT) + ONE) |
      (((bits[i + 3] as number) & EXPONENT) + ONE);
  }
  for (let i = whole; i < bits.length; i++) found |= ((bits[i] as number) & EXPONENT) + ONE;
  return found >= 0;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
