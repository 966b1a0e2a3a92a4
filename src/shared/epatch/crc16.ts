/** Seed of the header's checksum (e384commLib, EZPatch frames). */
export const HEADER_SEED = 0x5aa5;

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1;
  return value;
});

/** CRC-16 with polynomial 0x1021, most significant bit first, nothing reflected or inverted. */
export function crc16(bytes: Uint8Array, seed: number): number {
  let crc = seed;
  for (const byte of bytes) crc = ((crc << 8) ^ TABLE[((crc >> 8) ^ byte) & 0xff]!) & 0xffff;
  return crc;
}
