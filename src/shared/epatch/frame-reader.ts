import { crc16, HEADER_SEED } from './crc16.ts';
import { HEADER_BYTES, SYNC, TRAILER_BYTES, type EpatchFrame } from './frame.ts';

/** A frame whose header is whole and whose payload is not: its sender may be asked to repeat it. */
export interface DamagedFrame {
  readonly heartbeat: number;
  readonly type: number;
}

/** Finds frames in a stream of bytes. After damage it hunts for the next sync behind the one that was false. */
export class FrameReader {
  readonly #mostWords: number;
  #rest = new Uint8Array(0);
  goodFrames = 0;
  badFrames = 0;
  /** Bytes that belong to no frame. */
  strayBytes = 0;

  /** @param mostWords longest payload of the sender */
  constructor(mostWords: number) {
    this.#mostWords = mostWords;
  }

  feed(chunk: Uint8Array, onDamaged: (frame: DamagedFrame) => void = () => undefined): EpatchFrame[] {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    const view = new DataView(bytes.buffer);
    const frames: EpatchFrame[] = [];
    let at = 0;
    for (;;) {
      const start = syncFrom(bytes, at);
      this.strayBytes += start - at;
      at = start;
      if (bytes.length - at < HEADER_BYTES) break;
      const length = view.getUint16(at + 6, true);
      const header = crc16(bytes.subarray(at + 2, at + 8), HEADER_SEED);
      if (header !== view.getUint16(at + 8, true) || length > this.#mostWords) {
        at = this.#skipSync(at);
        continue;
      }
      const end = at + HEADER_BYTES + 2 * length;
      if (bytes.length < end + TRAILER_BYTES) break;
      const [heartbeat, type] = [view.getUint16(at + 2, true), view.getUint16(at + 4, true)];
      if (crc16(bytes.subarray(at + HEADER_BYTES, end), header) !== view.getUint16(end, true)) {
        onDamaged({ heartbeat, type });
        at = this.#skipSync(at);
        continue;
      }
      const words = Array.from({ length }, (_, i) => view.getUint16(at + HEADER_BYTES + 2 * i, true));
      frames.push({ heartbeat, type, words });
      this.goodFrames++;
      at = end + TRAILER_BYTES;
    }
    this.#rest = bytes.slice(at);
    return frames;
  }

  #skipSync(at: number): number {
    this.badFrames++;
    this.strayBytes += SYNC.length;
    return at + SYNC.length;
  }
}

/** Place of the next sync, or of what may be the beginning of one at the end. */
function syncFrom(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === SYNC[0] && (at + 1 === bytes.length || bytes[at + 1] === SYNC[1])) return at;
  }
  return bytes.length;
}
