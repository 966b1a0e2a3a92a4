import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { guarded } from './storage-error.ts';

/** A write-ahead log beside a session (https://sqlite.org/fileformat.html#the_write_ahead_log). */
export interface LogReport {
  /** Frames that SQLite would replay into the file: up to the last commit with correct checksums. */
  readonly frames: number;
  /** Frames after those that SQLite would silently ignore: damaged, or of an entry that was cut off. */
  readonly lost: number;
  /** Pages of the session as of the last commit; 0 without one. */
  readonly pages: number;
  /** Distinguishes this log from that of another session: the first salt less the number of restarts. */
  readonly mark: number;
  /** Place in the log of the newest committed image of page 2, which holds the session's row; -1 when there is none. */
  readonly sessionPageAt: number;
}

const HEADER = 32;
const FRAME_HEADER = 24;
/** Number of bits in which the salts of a damaged frame may differ from the log's: those of an older round differ in about 16. */
const FEW_BITS = 4;
const NO_LOG: LogReport = { frames: 0, lost: 0, pages: 0, mark: 0, sessionPageAt: -1 };

/**
 * Reads a log from end to end as SQLite would, and beyond: SQLite stops at the first frame whose checksum fails and treats
 * what follows as remains of an older round. Null when there is no log, or an empty one.
 */
export function readLog(session: string): LogReport | null {
  const path = `${session}-wal`;
  return guarded('Reading the write-ahead log', path, () => {
    const descriptor = openIfThere(path);
    if (descriptor === null) return null;
    try {
      const { size } = fstatSync(descriptor);
      return size <= HEADER ? null : scan(descriptor, size);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** The mark of the log beside a session; null when it has none yet. */
export function readLogMark(session: string): number | null {
  return guarded('Reading the write-ahead log', `${session}-wal`, () => {
    const descriptor = openIfThere(`${session}-wal`);
    if (descriptor === null) return null;
    try {
      const head = Buffer.alloc(HEADER);
      return readSync(descriptor, head, 0, HEADER, 0) < HEADER ? null : markOf(head);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Place in the log of the newest committed image of each page; empty where its pages have another size. */
export function committedPages(session: string, pageSize: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const frames = readLog(session)?.frames ?? 0;
  const path = `${session}-wal`;
  guarded('Reading the write-ahead log', path, () => {
    const descriptor = openIfThere(path);
    if (descriptor === null) return;
    try {
      const head = Buffer.alloc(HEADER);
      readSync(descriptor, head, 0, HEADER, 0);
      if ((head.readUInt32BE(8) === 1 ? 65536 : head.readUInt32BE(8)) !== pageSize) return;
      for (let i = 0; i < frames; i++) {
        const at = HEADER + i * (FRAME_HEADER + pageSize);
        readSync(descriptor, head, 0, 4, at);
        places.set(head.readUInt32BE(0), at + FRAME_HEADER);
      }
    } finally {
      closeSync(descriptor);
    }
  });
  return places;
}

/** A descriptor to read with; null for a file that does not exist, or no longer. */
export function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** SQLite raises the first salt by one each time it restarts the log, and counts the restarts in the header. */
function markOf(head: Buffer): number {
  return (head.readUInt32BE(16) - head.readUInt32BE(12)) >>> 0;
}

function scan(descriptor: number, size: number): LogReport {
  const head = Buffer.alloc(HEADER);
  readSync(descriptor, head, 0, HEADER, 0);
  const pageSize = head.readUInt32BE(8) === 1 ? 65536 : head.readUInt32BE(8);
  const plausible = pageSize >= 512 && pageSize <= 65536 && (pageSize & (pageSize - 1)) === 0;
  const step = FRAME_HEADER + (plausible ? pageSize : 4096);
  const total = Math.floor((size - HEADER) / step);
  const bigEndian = head.readUInt32BE(0) === 0x377f0683;
  let sum: Sum = add([0, 0], head, 0, 24, bigEndian);
  const headerHolds =
    plausible && (head.readUInt32BE(0) & 0xfffffffe) === 0x377f0682 && sum[0] === head.readUInt32BE(24) && sum[1] === head.readUInt32BE(28);
  // Without a valid header SQLite ignores the whole log.
  if (!headerHolds) return { ...NO_LOG, lost: Math.max(1, total) };
  const salts = head.subarray(16, 24);
  const frame = Buffer.alloc(step);
  const report = { frames: 0, pages: 0, sessionPageAt: -1 };
  let pageAt = -1;
  let ours = 0;
  let holds = true;
  for (let i = 0; i < total; i++) {
    readSync(descriptor, frame, 0, step, HEADER + i * step);
    const distance = bitsApart(frame.subarray(8, 16), salts);
    if (distance <= FEW_BITS) ours = i + 1;
    if (!holds) continue;
    const next = add(add(sum, frame, 0, 8, bigEndian), frame, FRAME_HEADER, step, bigEndian);
    holds = distance === 0 && frame.readUInt32BE(0) > 0 && next[0] === frame.readUInt32BE(16) && next[1] === frame.readUInt32BE(20);
    if (!holds) continue;
    sum = next;
    if (frame.readUInt32BE(0) === 2) pageAt = HEADER + i * step + FRAME_HEADER;
    const commit = frame.readUInt32BE(4);
    if (commit > 0) Object.assign(report, { frames: i + 1, pages: commit, sessionPageAt: pageAt });
  }
  return { ...report, lost: Math.max(0, ours - report.frames), mark: markOf(head) };
}

type Sum = readonly [number, number];

function add([s0, s1]: Sum, bytes: Buffer, from: number, to: number, bigEndian: boolean): Sum {
  let a = s0;
  let b = s1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = from; i < to; i += 8) {
    a = (a + view.getUint32(i, !bigEndian) + b) >>> 0;
    b = (b + view.getUint32(i + 4, !bigEndian) + a) >>> 0;
  }
  return [a, b];
}

function bitsApart(a: Buffer, b: Buffer): number {
  let bits = 0;
  for (let i = 0; i < 8; i++) for (let x = (a[i] as number) ^ (b[i] as number); x > 0; x >>= 1) bits += x & 1;
  return bits;
}
