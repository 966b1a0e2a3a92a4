import type { Random } from './random.ts';

/** False numbers for headers. */
const EXTREMES = [0, 1, -1, 2, 255, 256, 32_767, -32_768, 65_535, 0x7fff_ffff, -0x8000_0000, 0x4000_0000, 1e9, 512, 4096];
const REALS = [0, -1, NaN, Infinity, -Infinity, 1e308, 1e-308, 1e38, 4.2e9];
/** Headers are at the start of most formats, tables of contents at the end of some. */
const HEADER_BYTES = 8192;

/** A damaged copy of a file; `other` is a second file to cut pieces from. */
export function mutate(original: Uint8Array, other: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(original);
  const changes = 1 + Math.floor(random() ** 3 * 12);
  for (let i = 0; i < changes; i++) bytes = change(bytes, other, random);
  return bytes;
}

function change(bytes: Uint8Array<ArrayBuffer>, other: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return bytes;
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const place = (): number => {
    const where = random();
    if (where < 0.6) return below(Math.min(HEADER_BYTES, bytes.length));
    return where < 0.75 ? Math.max(0, bytes.length - 1 - below(HEADER_BYTES)) : below(bytes.length);
  };
  const view = new DataView(bytes.buffer);
  const at = place();
  const room = bytes.length - at;
  switch (below(11)) {
    case 0:
      bytes[at] = below(256);
      return bytes;
    case 1:
      bytes[at]! ^= 1 << below(8);
      return bytes;
    case 2:
      if (room >= 4) view.setInt32(at & ~1, pick(EXTREMES), random() < 0.8);
      return bytes;
    case 3:
      if (room >= 2) view.setInt16(at & ~1, pick(EXTREMES), random() < 0.8);
      return bytes;
    case 4:
      if (room >= 8) view.setFloat64(at & ~3, pick(REALS), random() < 0.8);
      return bytes;
    case 5:
      if (room >= 4) view.setFloat32(at & ~1, pick(REALS), random() < 0.8);
      return bytes;
    case 6:
      return bytes.slice(0, random() < 0.5 ? at : below(bytes.length));
    case 7:
      bytes.fill(pick([0, 255, 32, 65]), at, at + below(512));
      return bytes;
    case 8: {
      const from = place();
      bytes.copyWithin(at, from, from + below(1024));
      return bytes;
    }
    case 9: {
      const from = below(Math.max(1, other.length));
      bytes.set(other.subarray(from, from + Math.min(room, below(2048))), at);
      return bytes;
    }
    default: {
      const more = other.slice(0, below(600));
      const grown = new Uint8Array(bytes.length + more.length);
      grown.set(bytes.subarray(0, at));
      grown.set(more, at);
      grown.set(bytes.subarray(at), at + more.length);
      return grown;
    }
  }
}
