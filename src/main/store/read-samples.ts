import type Database from 'better-sqlite3';
import { chunkCrc32, traceOf, type Samples } from './chunk.ts';
import type { ChunkRow, GapRow } from './session-rows.ts';
import { StorageError } from './storage-error.ts';

export interface DamagedChunk {
  readonly seq: number;
  readonly firstSample: number;
  readonly n: number;
  /** What is wrong with it. */
  readonly problem: string;
}

/** Samples that a recording spans, from 0 to the end of its last chunk or gap. */
export function sampleSpan(db: Database.Database, recordingId: number): number {
  const row = db
    .prepare(
      `SELECT max(
         coalesce((SELECT max(first_sample + n) FROM chunk WHERE recording_id = :id), 0),
         coalesce((SELECT max(first_sample + n) FROM gap WHERE recording_id = :id), 0)) AS span`,
    )
    .get({ id: recordingId }) as { span: number };
  return row.span;
}

/**
 * Samples [from, to) of a recording; NaN where a gap was noted. Each chunk is checked before it is used.
 * @throws StorageError 'damaged' naming the chunk and what is kept, or the samples that are neither there nor in a gap
 */
export function readSamples(db: Database.Database, recordingId: number, from: number, to: number): Samples {
  const voltageMv = new Float32Array(to - from).fill(NaN);
  const currentPa = new Float32Array(to - from).fill(NaN);
  const there = new Uint8Array(to - from);
  for (const listed of chunksBetween(db, recordingId, from, to)) {
    const { firstSample, n, voltage, current, problem } = readChunk(db, recordingId, listed);
    if (problem !== null) throw damagedError(db, recordingId, { seq: listed.seq, firstSample, n, problem });
    const a = Math.max(from, firstSample);
    const b = Math.min(to, firstSample + n);
    voltageMv.set(voltage.subarray(a - firstSample, b - firstSample), a - from);
    currentPa.set(current.subarray(a - firstSample, b - firstSample), a - from);
    there.fill(1, a - from, b - from);
  }
  const gaps = db.prepare('SELECT first_sample, n, reason FROM gap WHERE recording_id = ?').all(recordingId) as GapRow[];
  for (const gap of gaps) {
    const a = Math.max(from, gap.first_sample);
    const b = Math.min(to, gap.first_sample + gap.n);
    if (a < b) there.fill(1, a - from, b - from);
  }
  const missing = there.indexOf(0);
  if (missing >= 0) {
    let end = missing;
    while (end < there.length && there[end] === 0) end++;
    throw new StorageError(
      'damaged',
      `Recording ${recordingId}: samples ${from + missing} to ${from + end - 1} are missing although no gap was noted; the file is damaged. The samples before and after are kept.`,
    );
  }
  return { voltageMv, currentPa };
}

/** Checks every chunk of a recording and names the damaged ones. */
export function damagedChunks(db: Database.Database, recordingId: number): DamagedChunk[] {
  return chunksBetween(db, recordingId, 0, Number.MAX_SAFE_INTEGER).flatMap((listed) => {
    const { firstSample, n, problem } = readChunk(db, recordingId, listed);
    return problem === null ? [] : [{ seq: listed.seq, firstSample, n, problem }];
  });
}

type ListedChunk = Pick<ChunkRow, 'seq' | 'first_sample' | 'n'>;

function chunksBetween(db: Database.Database, recordingId: number, from: number, to: number): ListedChunk[] {
  return db
    .prepare('SELECT seq, first_sample, n FROM chunk WHERE recording_id = ? AND first_sample < ? AND first_sample + n > ? ORDER BY first_sample')
    .all(recordingId, to, from) as ListedChunk[];
}

function readChunk(db: Database.Database, recordingId: number, listed: ListedChunk) {
  const row = db
    .prepare('SELECT seq, first_sample, n, voltage, current, crc32 FROM chunk WHERE recording_id = ? AND seq = ?')
    .get(recordingId, listed.seq) as ChunkRow | undefined;
  const { first_sample: firstSample, n } = row ?? listed;
  const voltage = traceOf(row?.voltage ?? new ArrayBuffer(0));
  const current = traceOf(row?.current ?? new ArrayBuffer(0));
  return { firstSample, n, voltage, current, problem: problemOf(recordingId, row, voltage, current) };
}

function problemOf(recordingId: number, row: ChunkRow | undefined, voltage: Float32Array, current: Float32Array): string | null {
  // The index of a damaged file may list what its table no longer has.
  if (!row) return 'it is listed but cannot be found';
  if (voltage.length !== row.n || current.length !== row.n) {
    return `it should hold ${row.n} samples and holds ${voltage.length} and ${current.length}`;
  }
  const computed = chunkCrc32({ recordingId, seq: row.seq, firstSample: row.first_sample, n: row.n }, voltage, current);
  return computed === row.crc32 ? null : `its checksum is ${hex(computed)}, expected ${hex(row.crc32)}`;
}

function damagedError(db: Database.Database, recordingId: number, chunk: DamagedChunk): StorageError {
  const { total } = db.prepare('SELECT count(*) AS total FROM chunk WHERE recording_id = ?').get(recordingId) as { total: number };
  const damaged = damagedChunks(db, recordingId).length;
  const end = chunk.firstSample + chunk.n;
  return new StorageError(
    'damaged',
    `Chunk ${chunk.seq} of recording ${recordingId} (samples ${chunk.firstSample} to ${end - 1}) is damaged: ${chunk.problem}. ` +
      `${total - damaged} of ${total} chunks are intact and kept; read up to sample ${chunk.firstSample} or from ${end} on.`,
  );
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
