import { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';

/** One record of a tree: its place, its length and the records below it. */
export interface HekaNode {
  readonly at: number;
  readonly bytes: number;
  readonly children: readonly HekaNode[];
}

export interface HekaTree {
  readonly reader: ByteReader;
  readonly root: HekaNode;
}

/** Levels that the deepest of the trees has. */
const MOST_LEVELS = 8;

/** Whether a tree starts at the place: its magic word is "Tree", written in the byte order of the file. */
export function isHekaTree(bytes: Uint8Array, at = 0): boolean {
  const word = String.fromCharCode(...bytes.subarray(at, at + 4));
  return word === 'Tree' || word === 'eerT';
}

/**
 * Reads the records of a tree file. Every record takes at least its four-byte count, so a wrong count ends at the end of the file.
 * @throws FormatError where it is no tree of `levels` levels or leaves its bytes
 */
export function readHekaTree(bytes: Uint8Array, levels: number, what: string): HekaTree {
  if (bytes.length < 8 || !isHekaTree(bytes))
    throw new FormatError(`The ${what} of this HEKA file is missing or damaged. Copy the file again from where it was recorded.`);
  const reader = new ByteReader(bytes, `HEKA file (${what})`, bytes[0] === 0x65);
  const count = reader.i32(4);
  if (count !== levels || count > MOST_LEVELS)
    throw new FormatError(
      `The ${what} of this HEKA file has ${count} levels, expected ${levels}. It was written by another version of PatchMaster.`,
    );
  const sizes = Array.from({ length: levels }, (_, i) => reader.i32(8 + 4 * i));
  if (sizes.some((size) => size < 0 || size > 1 << 20))
    throw new FormatError(`The ${what} of this HEKA file is damaged: its records have sizes of ${sizes.join(', ')} bytes.`);
  let at = 8 + 4 * levels;
  const read = (level: number): HekaNode => {
    const start = at;
    const size = sizes[level]!;
    reader.need(start, size + 4);
    const below = reader.i32(start + size);
    at = start + size + 4;
    if (below < 0 || (below > 0 && level + 1 >= levels) || below > (bytes.length - at) / 4) {
      throw new FormatError(
        `The ${what} of this HEKA file is damaged: a record declares ${below} records below it. Copy the file again from where ` +
          `it was recorded.`,
      );
    }
    const children: HekaNode[] = [];
    for (let i = 0; i < below; i++) children.push(read(level + 1));
    return { at: start, bytes: size, children };
  };
  return { reader, root: read(0) };
}

/** Fields that records of older versions are too short for read as `otherwise`. */
export function field<T>(node: HekaNode, offset: number, bytes: number, read: (at: number) => T, otherwise: T): T {
  return offset + bytes <= node.bytes ? read(node.at + offset) : otherwise;
}
