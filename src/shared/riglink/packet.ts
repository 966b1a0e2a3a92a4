import { cobsDecode, cobsEncode } from './cobs.ts';
import { crc32 } from '../../core/trace/crc32.ts';

/** One RigLink packet. Layout before framing, little-endian: u8 version, u8 type, u16 flags, u32 seq, payload, u32 CRC-32. */
export interface Packet {
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
  readonly payload: Uint8Array;
}

export const RIGLINK_VERSION = 1;
export const MAX_PAYLOAD_BYTES = 1024;
const HEADER_BYTES = 8;
const CRC_BYTES = 4;
const MAX_PACKET_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES + CRC_BYTES;
/** Longest frame on the wire without its terminator. */
export const MAX_FRAME_BYTES = MAX_PACKET_BYTES + Math.floor(MAX_PACKET_BYTES / 254) + 1;

/** Packet bytes as they go into COBS. @throws Error where the payload is longer than the wire allows. */
export function encodePacket(packet: Packet): Uint8Array {
  if (packet.payload.length > MAX_PAYLOAD_BYTES) {
    throw new Error(
      `RigLink packet type 0x${packet.type.toString(16)}: expected at most ${MAX_PAYLOAD_BYTES} payload bytes, got ` +
        `${packet.payload.length}. Split it.`,
    );
  }
  const bytes = new Uint8Array(HEADER_BYTES + packet.payload.length + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, RIGLINK_VERSION);
  view.setUint8(1, packet.type);
  view.setUint16(2, packet.flags, true);
  view.setUint32(4, packet.seq >>> 0, true);
  bytes.set(packet.payload, HEADER_BYTES);
  const crcAt = HEADER_BYTES + packet.payload.length;
  view.setUint32(crcAt, crc32(bytes.subarray(0, crcAt)), true);
  return bytes;
}

/** Bytes on the wire: COBS frame and its zero terminator. */
export function encodeFrame(packet: Packet): Uint8Array {
  const stuffed = cobsEncode(encodePacket(packet));
  const frame = new Uint8Array(stuffed.length + 1);
  frame.set(stuffed);
  return frame;
}

export type BadFrameReason = 'cobs' | 'length' | 'crc' | 'version';

/** Reads one frame without its terminator. */
export function decodeFrame(frame: Uint8Array): { ok: true; packet: Packet } | { ok: false; reason: BadFrameReason } {
  const bytes = cobsDecode(frame);
  if (bytes === null) return { ok: false, reason: 'cobs' };
  if (bytes.length < HEADER_BYTES + CRC_BYTES || bytes.length > MAX_PACKET_BYTES) return { ok: false, reason: 'length' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const crcAt = bytes.length - CRC_BYTES;
  if (view.getUint32(crcAt, true) !== crc32(bytes.subarray(0, crcAt))) return { ok: false, reason: 'crc' };
  if (view.getUint8(0) !== RIGLINK_VERSION) return { ok: false, reason: 'version' };
  return {
    ok: true,
    packet: {
      type: view.getUint8(1),
      flags: view.getUint16(2, true),
      seq: view.getUint32(4, true),
      payload: bytes.slice(HEADER_BYTES, crcAt),
    },
  };
}
