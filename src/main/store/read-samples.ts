import type { Samples } from './chunk.ts';
import type { SampleSeal } from '../../core/formats/hdf5/hdf5-step.ts';
import { chunksOf, sealProblem, type Checksums, type ChunkSource } from './chunk-stream.ts';
import type { RecordingGap } from './new-recording.ts';
import { MOST_ENTRIES } from './recording-limits.ts';
import type { Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';

export interface DamagedChunk {
  readonly seq: number;
  readonly firstSample: number;
  readonly n: number;
  /** What is wrong with it. */
  readonly problem: string;
}

/** Most samples that are returned at once, 320 MB; ten minutes at 50 kHz are 30 million. */
const MOST_AT_ONCE = 40_000_000;

/**
 * Samples [from, to) of a recording; NaN where a gap was noted. Each chunk is checked before it is used.
 * @throws StorageError 'damaged' naming the chunk and what is kept, or the samples that are neither there nor in a gap
 */
export function readSamples(source: ChunkSource, gaps: readonly RecordingGap[], from: number, to: number): Samples {
  if (to - from > MOST_AT_ONCE) {
    throw new StorageError(
      'refused',
      `Recording ${source.recordingId}: ${to - from} samples are too many to be held at once; expected at most ${MOST_AT_ONCE}. ` +
        `Export the recording instead.`,
    );
  }
  const voltageMv = new Float32Array(to - from).fill(NaN);
  const currentPa = new Float32Array(to - from).fill(NaN);
  for (const { firstSample, samples } of samplePieces(source, gaps, from, to)) {
    voltageMv.set(samples.voltageMv, firstSample - from);
    currentPa.set(samples.currentPa, firstSample - from);
  }
  return { voltageMv, currentPa };
}

export interface SamplePiece {
  readonly firstSample: number;
  readonly samples: Samples;
}

/** With what the session stores of them. */
export interface StoredPiece extends SamplePiece {
  /** Checksum of the chunk. */
  readonly sum: number;
  /** Where it was left to the reader, and these are all samples of the chunk. */
  readonly seal?: SampleSeal;
}

/**
 * The same piece by piece, only where there are samples: between two pieces there is a gap.
 * @throws StorageError 'damaged' as above, when the damage is reached
 */
export function* samplePieces(
  source: ChunkSource,
  gaps: readonly RecordingGap[],
  from: number,
  to: number,
  checksums: Checksums = 'compared',
): Generator<StoredPiece> {
  const { recordingId } = source;
  let next = from;
  for (const chunk of chunksOf(source, from, to, checksums)) {
    const { firstSample, n, seal } = chunk;
    const a = Math.max(next, firstSample);
    const b = Math.min(to, firstSample + n);
    const left = checksums === 'left' && b - a === n;
    const problem = chunk.problem ?? (checksums === 'left' && !left ? sealProblem(chunk) : null);
    if (problem !== null) throw damagedError(source, { seq: chunk.seq, firstSample, n, problem });
    assertNoted(recordingId, gaps, next, Math.max(next, firstSample));
    if (a < b) {
      yield {
        firstSample: a,
        samples: {
          voltageMv: chunk.voltageMv.subarray(a - firstSample, b - firstSample),
          currentPa: chunk.currentPa.subarray(a - firstSample, b - firstSample),
        },
        sum: seal.sum,
        ...(left ? { seal } : {}),
      };
    }
    next = Math.max(next, b);
  }
  assertNoted(recordingId, gaps, next, to);
}

/** @throws StorageError 'damaged' when samples of [0, span) are neither in a chunk nor in a gap */
export function assertNoHoles({ db, recordingId }: ChunkSource, gaps: readonly RecordingGap[], span: number): void {
  const rows = db
    .prepare(`SELECT first_sample, n FROM chunk WHERE recording_id = ? ORDER BY first_sample LIMIT ${MOST_ENTRIES}`)
    .all(recordingId) as { first_sample: number; n: number }[];
  let next = 0;
  for (const { first_sample: firstSample, n } of rows) {
    assertNoted(recordingId, gaps, next, firstSample);
    next = Math.max(next, firstSample + n);
  }
  assertNoted(recordingId, gaps, next, span);
}

/** Checks every chunk of a recording and names the damaged ones; each step checks one chunk. @param span samples of the recording */
export function* damagedChunks(source: ChunkSource, span: number): Steps<DamagedChunk[]> {
  const damaged: DamagedChunk[] = [];
  for (const { seq, firstSample, n, problem } of chunksOf(source)) {
    if (problem !== null && damaged.length < MOST_NAMED) damaged.push({ seq, firstSample, n, problem });
    yield Math.min(1, Math.max(0, firstSample / Math.max(1, span)));
  }
  return damaged;
}

/** More damaged chunks than this are not listed one by one. */
const MOST_NAMED = 1000;

/** Samples [from, to) have no chunk: gaps must account for them. */
function assertNoted(recordingId: number, gaps: readonly RecordingGap[], from: number, to: number): void {
  let next = from;
  for (const gap of gaps) if (gap.firstSample <= next && gap.firstSample + gap.n > next) next = gap.firstSample + gap.n;
  if (next >= to) return;
  const end = Math.min(to, ...gaps.filter(({ firstSample }) => firstSample > next).map(({ firstSample }) => firstSample));
  throw new StorageError(
    'damaged',
    `Recording ${recordingId}: samples ${next} to ${end - 1} are missing although no gap was noted; the file is damaged. The ` +
      `samples before and after are kept.`,
  );
}

function damagedError(source: ChunkSource, chunk: DamagedChunk): StorageError {
  let total = 0;
  let damaged = 0;
  for (const { problem } of chunksOf(source)) {
    total++;
    if (problem !== null) damaged++;
  }
  const end = chunk.firstSample + chunk.n;
  return new StorageError(
    'damaged',
    `Chunk ${chunk.seq} of recording ${source.recordingId} (samples ${chunk.firstSample} to ${end - 1}) is damaged: ${chunk.problem}. ` +
      `${total - damaged} of ${total} chunks are intact and kept; read up to sample ${chunk.firstSample} or from ${end} on.`,
  );
}
