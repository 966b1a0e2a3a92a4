import { crc32 } from '../../node/checksum/crc32.ts';

/** Samples of one stretch of a recording, membrane or command voltage (mV) and current (pA). */
export interface Samples {
  readonly voltageMv: Float32Array<ArrayBuffer>;
  readonly currentPa: Float32Array<ArrayBuffer>;
}

export interface ChunkPlace {
  readonly recordingId: number;
  readonly seq: number;
  readonly firstSample: number;
  readonly n: number;
  /** Layout 2: events and gaps of the recording stored before the chunk, and when it was written, ms since 1970. */
  readonly stored?: { readonly entries: number; readonly writtenMs: number };
}

/** Bytes of a trace as stored: float32, little-endian (every platform the program runs on is). */
export function traceBytes(trace: Float32Array): Buffer {
  return Buffer.from(trace.buffer, trace.byteOffset, trace.byteLength);
}

/**
 * A stored blob as float32, in its own memory where the SQLite binding made it for this blob alone. Some bindings return a Buffer,
 * others an ArrayBuffer; a Buffer may be part of a pool and then need not be aligned.
 */
export function traceOf(blob: Uint8Array | ArrayBuffer): Float32Array<ArrayBuffer> {
  const bytes = blob instanceof ArrayBuffer ? blob : ownBuffer(blob);
  return new Float32Array(bytes, 0, bytes.byteLength >> 2);
}

function ownBuffer(blob: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = blob;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return buffer;
  // A copy of the bytes at once: Uint8Array.from() goes through them one by one.
  return new Uint8Array(blob).buffer;
}

/**
 * CRC-32 over the chunk's position, then its voltage, then its current: a moved chunk fails like a damaged one.
 * @param seed start value of the checksums of this recording: that of its session in layout 2, otherwise 0
 */
export function chunkCrc32(place: ChunkPlace, voltage: Float32Array, current: Float32Array, seed = 0): number {
  return samplesCrc32(voltage, current, placeCrc32(place, seed));
}

const HEAD = new DataView(new ArrayBuffer(36));
const PLACE = new Uint8Array(HEAD.buffer, 0, 20);
const PLACE_AND_STORED = new Uint8Array(HEAD.buffer);

/** The part of it that is known without the samples. */
export function placeCrc32(place: ChunkPlace, seed: number): number {
  HEAD.setUint32(0, place.recordingId, true);
  HEAD.setUint32(4, place.seq, true);
  setUint64(8, place.firstSample);
  HEAD.setUint32(16, place.n, true);
  if (place.stored === undefined) return crc32(PLACE, seed);
  setUint64(20, place.stored.entries);
  setUint64(28, place.stored.writtenMs);
  return crc32(PLACE_AND_STORED, seed);
}

/** Of a whole number below 2^53. */
function setUint64(at: number, value: number): void {
  HEAD.setUint32(at, value, true);
  HEAD.setUint32(at + 4, value / 2 ** 32, true);
}

/** @param start checksum of the place */
export function samplesCrc32(voltage: Float32Array, current: Float32Array, start: number): number {
  return crc32(traceBytes(current), crc32(traceBytes(voltage), start));
}
