/**
 * CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), the one of zlib and PNG: crc32('123456789') = 0xCBF43926.
 * Own table because the app's oldest runtime (Node 18) has no zlib.crc32.
 */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** @param previous checksum of the bytes before these, for data that comes in pieces. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let state = ~previous;
  for (let i = 0; i < bytes.length; i++) state = (state >>> 8) ^ TABLE[(state ^ bytes[i]!) & 0xff]!;
  return ~state >>> 0;
}
