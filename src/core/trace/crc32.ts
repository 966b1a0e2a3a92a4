/** Table of the reflected polynomial 0xEDB88320 (IEEE 802.3, the CRC-32 of zip and Ethernet). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Effect of a byte 1, 2 and 3 places further on, so that four bytes are processed in one step. */
const table1 = table.map(oneOn);
const table2 = table1.map(oneOn);
const table3 = table2.map(oneOn);

function oneOn(value: number): number {
  return (value >>> 8) ^ (table[value & 0xff] as number);
}

/**
 * CRC-32 of bytes; pass the result of an earlier call as `previous` to continue over more bytes.
 * Written here because zlib.crc32 is absent from Node 18 and from browsers.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let i = 0;
  for (const fours = bytes.length - 3; i < fours; i += 4) {
    const a = crc ^ (bytes[i] as number);
    const b = (crc >>> 8) ^ (bytes[i + 1] as number);
    const c = (crc >>> 16) ^ (bytes[i + 2] as number);
    const d = (crc >>> 24) ^ (bytes[i + 3] as number);
    crc = (table3[a & 0xff] as number) ^ (table2[b & 0xff] as number) ^ (table1[c & 0xff] as number) ^ (table[d & 0xff] as number);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
