import { crc16, HEADER_SEED } from './crc16.ts';

/** A frame of either direction: type and payload words, with the sender's counter of frames. */
export interface EpatchFrame {
  /** u16 counter of the sender, one more for each frame sent, repeats and acknowledgements included. */
  readonly heartbeat: number;
  readonly type: number;
  /** u16 words. */
  readonly words: readonly number[];
}

/** Words of the longest payload. A full frame of the device has 256 bytes. */
export const MOST_WORDS = { toDevice: 26, fromDevice: 122 } as const;
export const SYNC = [0xa5, 0x5a] as const;
/** Bytes before the payload, and of the checksum after it. */
export const HEADER_BYTES = 10;
export const TRAILER_BYTES = 2;

/**
 * The bytes of a frame.
 * @throws Error for a payload that does not fit
 * @example encodeFrame({ heartbeat: 0, type: MESSAGE.ping, words: [] }) // a5 5a 00 00 03 00 00 00 79 64 79 64
 */
export function encodeFrame({ heartbeat, type, words }: EpatchFrame): Uint8Array {
  const most = type & 0x8000 ? MOST_WORDS.fromDevice : MOST_WORDS.toDevice;
  if (words.length > most) throw new Error(`Expected a payload of at most ${most} words, got ${words.length}. Send several frames.`);
  const bytes = new Uint8Array(HEADER_BYTES + 2 * words.length + TRAILER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(SYNC);
  view.setUint16(2, heartbeat, true);
  view.setUint16(4, type, true);
  view.setUint16(6, words.length, true);
  const header = crc16(bytes.subarray(2, 8), HEADER_SEED);
  view.setUint16(8, header, true);
  words.forEach((word, i) => view.setUint16(HEADER_BYTES + 2 * i, word, true));
  const end = bytes.length - TRAILER_BYTES;
  view.setUint16(end, crc16(bytes.subarray(HEADER_BYTES, end), header), true);
  return bytes;
}
