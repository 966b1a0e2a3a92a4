import type { ByteReader } from '../byte-reader.ts';

/** Start and length of each sweep; an array outside the file is left out and noted. */
export function synchArray(r: ByteReader, at: number, count: number, notes: string[]): { start: number; length: number }[] {
  if (count <= 0 || at <= 0) return [];
  if (at + count * 8 > r.length) {
    notes.push(
      `The table of sweep starts (${count} sweeps) is outside the file; sweeps are taken as equally long and one after the other.`,
    );
    return [];
  }
  return Array.from({ length: count }, (_, i) => ({ start: r.i32(at + 8 * i), length: r.i32(at + 8 * i + 4) }));
}
