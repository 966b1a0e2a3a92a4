/** Table of the reflected polynomial 0xEDB88320 (IEEE 802.3, the CRC-32 of zip and Ethernet). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * CRC-32 of bytes; pass the result of an earlier call as `previous` to continue over more bytes.
 * Written here because zlib.crc32 is absent from Node 18 and from browsers.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
