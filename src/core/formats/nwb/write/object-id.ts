import { crc32 } from '../../../trace/crc32.ts';

/** Name-based UUID of an object of a file: the same session gives the same ids at every export. */
export function objectId(sessionId: string, path: string): string {
  const bytes = new TextEncoder().encode(`${sessionId}\n${path}`);
  const hex = [1, 2, 3, 4]
    .map((seed) =>
      crc32(bytes, Math.imul(seed, 0x9e3779b1) >>> 0)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  // Version 8 of RFC 9562: made as its maker likes.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
