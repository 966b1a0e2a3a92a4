import type { ByteReader } from '../byte-reader.ts';
import type { ImportedTag } from '../imported.ts';
import { shownText } from '../shown-text.ts';

export interface TagTable {
  readonly at: number;
  readonly count: number;
  /** Bytes of one tag: time, 56 letters, kind. */
  readonly bytes: number;
  /** One tick of a tag's time, s. */
  readonly unitS: number;
}

/** Comments the operator set while recording; a table outside the file is left out and noted. */
export function abfTags(r: ByteReader, { at, count, bytes, unitS }: TagTable, notes: string[]): ImportedTag[] {
  if (count <= 0 || at <= 0) return [];
  if (bytes < 60 || at + count * bytes > r.length) {
    notes.push(`The ${count} tags of this file are outside it and could not be read.`);
    return [];
  }
  return Array.from({ length: count }, (_, i) => ({
    timeS: Number((r.i32(at + i * bytes) * unitS).toFixed(6)),
    text: shownText(r.text(at + i * bytes + 4, 56), 56),
  }));
}
