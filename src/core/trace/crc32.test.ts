import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('crc32', () => {
  it('gives the published check value', () => {
    expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });

  it('equals the bitwise computation at every length and offset', () => {
    const bytes = Uint8Array.from({ length: 67 }, (_, i) => (i * 167 + 13) & 0xff);
    for (let from = 0; from < 5; from++)
      for (let to = from; to <= bytes.length; to++) expect(crc32(bytes.subarray(from, to))).toBe(bitByBit(bytes.subarray(from, to)));
  });

  it('continues over pieces', () => {
    expect(crc32(ascii('6789'), crc32(ascii('12345')))).toBe(0xcbf43926);
  });
});

function bitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
