import type Database from 'better-sqlite3';
import { placeCrc32, samplesCrc32, traceOf } from '../chunk.ts';
import { MOST_CHUNK_SAMPLES, MOST_SAMPLES } from '../recording-limits.ts';
import { textCrc32 } from '../row-crc.ts';
import type { Row } from '../sealed-rows.ts';
import type { ChunkRow } from '../session-rows.ts';
import type { Steps } from '../steps.ts';
import { insertRow } from './insert-row.ts';
import { LeafRows } from './leaf-rows.ts';
import type { SessionPages } from './session-pages.ts';
import { shapeOf } from './table-shape.ts';

/** A recording as its chunks know it. */
export interface FoundSamples {
  /** Start value of its checksums. */
  readonly seed: number;
  /** When its first chunk was written, ms since 1970. */
  readonly writtenMs: number;
  /** Some current is not 0: free potentials have none. */
  readonly current: boolean;
}

type FoundChunk = Row & ChunkRow & { readonly recording_id: number };

/** Takes all chunks from the pages whose checksum holds, and tells which recordings they are of. */
export function* salvageChunks(pages: SessionPages, db: Database.Database, layout: number): Steps<ReadonlyMap<number, FoundSamples>> {
  const shape = shapeOf(db, 'chunk');
  const seeds = seedsOf(db, layout);
  const leaves = new LeafRows(pages);
  const found = new Map<number, FoundSamples>();
  for (let number = 2; number <= pages.count; number++) {
    for (const leaf of leaves.on(number, shape.fits)) {
      const row = shape.rowOf(leaf) as FoundChunk;
      const known = found.get(row.recording_id);
      const seed = (known === undefined ? seeds : [known.seed]).find((candidate) => isProved(row, candidate));
      if (seed === undefined || !insertRow(db, 'chunk', leaf.rowid, row)) continue;
      found.set(row.recording_id, {
        seed,
        writtenMs: Math.min(known?.writtenMs ?? Infinity, row.written_ms),
        current: (known?.current ?? false) || traceOf(row.current as Uint8Array).some((value) => value !== 0),
      });
    }
    if (number % 64 === 0) yield number / pages.count;
  }
  return found;
}

/** What checksums of chunks may begin with: that of each recording, and that of the session, whose recordings' rows may be lost. */
function seedsOf(db: Database.Database, layout: number): readonly number[] {
  const session = db.prepare('SELECT id FROM session').all() as { id: string }[];
  const recordings = layout >= 2 ? (db.prepare('SELECT DISTINCT seed FROM recording').all() as { seed: number }[]) : [];
  return [...new Set([...recordings.map(({ seed }) => seed), ...session.map(({ id }) => textCrc32(id)), 0])].filter(
    (seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32,
  );
}

function isProved(row: FoundChunk, seed: number): boolean {
  const { recording_id: recordingId, seq, first_sample: firstSample, n, voltage, current, entries, written_ms: writtenMs } = row;
  if (!(n > 0 && n <= MOST_CHUNK_SAMPLES) || voltage?.byteLength !== 4 * n || current?.byteLength !== 4 * n) return false;
  if (!(firstSample >= 0 && firstSample + n <= MOST_SAMPLES) || !(writtenMs >= 0) || !(entries == null || entries >= 0)) return false;
  if (!(recordingId >= 0 && recordingId < 2 ** 32) || !(seq >= 0 && seq < 2 ** 32)) return false;
  const stored = entries == null ? {} : { stored: { entries, writtenMs } };
  const start = placeCrc32({ recordingId, seq, firstSample, n, ...stored }, seed);
  return samplesCrc32(traceOf(voltage), traceOf(current), start) === row.crc32;
}
