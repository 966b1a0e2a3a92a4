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

/** The part of it that is known without the samples. */
export function placeCrc32(place: ChunkPlace, seed: number): number {
  const head = new DataView(new ArrayBuffer(place.stored === undefined ? 20 : 36));
  head.setUint32(0, place.recordingId, true);
  head.setUint32(4, place.seq, true);
  head.setBigUint64(8, BigInt(place.firstSample), true);
  head.setUint32(16, place.n, true);
  if (place.stored !== undefined) {
    head.setBigUint64(20, BigInt(place.stored.entries), true);
    head.setBigUint64(28, BigInt(place.stored.writtenMs), true);
  }
  return crc32(new Uint8Array(head.buffer), seed);
}

/** @param start checksum of the place */
export function samplesCrc32(voltage: Float32Array, current: Float32Array, start: number): number {
  return crc32(traceBytes(current), crc32(traceBytes(voltage), start));
}
