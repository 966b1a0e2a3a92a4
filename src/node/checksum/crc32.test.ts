import { expect, test } from 'vitest';
import { crc32 as plain } from '../../core/trace/crc32.ts';
import { crc32 } from './crc32.ts';

test('the fast checksum is that of core, also continued and of bytes within a larger buffer', () => {
  const bytes = Uint8Array.from({ length: 10_007 }, (_, i) => (i * 7919) % 256);
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  const parts = [
    [0, 0],
    [0, 10_007],
    [3, 4],
    [5, 9_001],
  ] as const;
  for (const [from, to] of parts) {
    const part = bytes.subarray(from, to);
    expect(crc32(part)).toBe(plain(part));
    expect(crc32(part, crc32(bytes))).toBe(plain(part, plain(bytes)));
    expect(crc32(part, -5)).toBe(plain(part, -5));
    expect(crc32(part, 2 ** 40 + 3)).toBe(plain(part, 2 ** 40 + 3));
  }
});
