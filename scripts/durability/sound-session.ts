import Database from 'better-sqlite3';
import { crc32 } from 'node:zlib';

/** Contents of a session file for one recording, read by its documented tables only (docs/session-format.md), not by the program's code. */
export interface Sound {
  readonly status: string;
  /** Samples in chunks whose checksum is right. */
  readonly intact: number;
  readonly damagedChunks: number;
  /** Samples in noted gaps. */
  readonly gaps: number;
  /** Why they are missing, as the file states it. */
  readonly reasons: readonly string[];
  /** Samples from 0 to the last one that are neither in a chunk nor in a gap. */
  readonly unexplained: number;
  /** End of the last chunk. */
  readonly upTo: number;
}

interface Chunk {
  readonly seq: number;
  readonly first_sample: number;
  readonly n: number;
  readonly voltage: Uint8Array;
  readonly current: Uint8Array;
  readonly crc32: number;
  readonly written_ms: number;
  /** Absent in layout 1. */
  readonly entries?: number | null;
}

/** @param recordingId counted from 1 */
export function soundOf(file: string, recordingId: number): Sound {
  const db = new Database(file, { readonly: true });
  try {
    const recording = db.prepare('SELECT * FROM recording WHERE id = ?').get(recordingId) as { status: string; seed?: number } | undefined;
    const chunks = db.prepare('SELECT * FROM chunk WHERE recording_id = ? ORDER BY first_sample');
    let intact = 0;
    let damagedChunks = 0;
    let covered = 0;
    let upTo = 0;
    for (const chunk of chunks.iterate(recordingId) as IterableIterator<Chunk>) {
      if (checksum(recordingId, chunk, recording?.seed ?? 0) === chunk.crc32) intact += chunk.n;
      else damagedChunks++;
      covered += chunk.n;
      upTo = Math.max(upTo, chunk.first_sample + chunk.n);
    }
    const gaps = db
      .prepare('SELECT coalesce(sum(n), 0) AS n, coalesce(max(first_sample + n), 0) AS upTo FROM gap WHERE recording_id = ?')
      .get(recordingId) as { n: number; upTo: number };
    const reasons = (db.prepare('SELECT DISTINCT reason FROM gap WHERE recording_id = ?').all(recordingId) as { reason: string }[]).map(
      ({ reason }) => reason,
    );
    return {
      status: recording?.status ?? 'missing',
      intact,
      damagedChunks,
      gaps: gaps.n,
      reasons,
      unexplained: Math.max(upTo, gaps.upTo) - covered - gaps.n,
      upTo,
    };
  } finally {
    db.close();
  }
}

function checksum(recordingId: number, { seq, first_sample, n, entries, written_ms, voltage, current }: Chunk, seed: number): number {
  const head = Buffer.alloc(entries == null ? 20 : 36);
  head.writeUInt32LE(recordingId, 0);
  head.writeUInt32LE(seq, 4);
  head.writeBigUInt64LE(BigInt(first_sample), 8);
  head.writeUInt32LE(n, 16);
  if (entries != null) {
    head.writeBigUInt64LE(BigInt(entries), 20);
    head.writeBigUInt64LE(BigInt(written_ms), 28);
  }
  return crc32(current, crc32(voltage, crc32(head, seed)));
}
