import type { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import { readSamples, SAMPLE_BYTES, type SampleKind } from '../samples.ts';

/** A column as stored: samples, or a clock of which only the first value and the step are stored. */
export type AxographColumn =
  | { readonly kind: 'samples'; readonly title: string; readonly samples: Float32Array }
  | { readonly kind: 'clock'; readonly title: string; readonly count: number; readonly firstS: number; readonly stepS: number };

export interface AxographColumns {
  readonly version: number;
  readonly columns: readonly AxographColumn[];
  /** Where the rest of the file begins. */
  readonly end: number;
}

const MOST_COLUMNS = 100_000;
/** Column types since version 3. */
const SERIES = 9;
const SCALED_SHORT = 10;
const PLAIN: Readonly<Record<number, SampleKind>> = { 4: 'i16', 5: 'i32', 6: 'f32', 7: 'f64' };

/** Reads the columns of AxoGraph files of version 1, 2 (AxGr) and 3 to 6 (axgx); all numbers are big-endian. */
export function readAxographColumns(r: ByteReader): AxographColumns {
  const old = r.text(0, 4) === 'AxGr';
  const version = old ? r.u16(4) : r.i32(4);
  if (old ? version !== 1 && version !== 2 : version < 3 || version > 6) {
    throw new FormatError(`This is an AxoGraph file of version ${version}; versions 1 to 6 are read. Save it as AxoGraph X or text.`);
  }
  const count = old ? r.u16(6) : r.i32(8);
  if (count < 1 || count > MOST_COLUMNS) throw new FormatError(`This AxoGraph file is damaged: it declares ${count} columns.`);
  let at = old ? 8 : 12;
  const columns: AxographColumn[] = [];
  for (let i = 0; i < count; i++) {
    const points = r.i32(at);
    if (points < 0 || points > 2 ** 30) throw new FormatError(`This AxoGraph file is damaged: column ${i + 1} declares ${points} points.`);
    at += 4;
    const read = (title: string, kind: SampleKind, from: number, scale: number, offset: number): AxographColumn => {
      at = from + points * SAMPLE_BYTES[kind];
      return { kind: 'samples', title, samples: readSamples(r, { kind, at: from, count: points, stride: 1, scale, offset }) };
    };
    if (old) {
      const title = r.text(at + 1, Math.min(79, r.u8(at)));
      at += 80;
      if (version === 1) columns.push(read(title, 'f32', at, 1, 0));
      else if (i === 0) {
        columns.push({ kind: 'clock', title, count: points, firstS: r.f32(at), stepS: r.f32(at + 4) });
        at += 8;
      } else columns.push(read(title, 'i16', at + 4, r.f32(at), 0));
      continue;
    }
    const type = r.i32(at);
    const title = utf16(r, at + 4);
    at += 8 + Math.max(0, r.i32(at + 4));
    const plain = PLAIN[type];
    if (type === SERIES) {
      columns.push({ kind: 'clock', title, count: points, firstS: r.f64(at), stepS: r.f64(at + 8) });
      at += 16;
    } else if (type === SCALED_SHORT) columns.push(read(title, 'i16', at + 16, r.f64(at), r.f64(at + 8)));
    else if (plain !== undefined) columns.push(read(title, plain, at, 1, 0));
    else
      throw new FormatError(
        `Column ${i + 1} of this AxoGraph file has a type (${type}) that is not known. Save it as AxoGraph X with plain columns.`,
      );
  }
  return { version, columns, end: at };
}

/** A string: its length in bytes, then UTF-16; the length -1 is an empty one. */
export function utf16(r: ByteReader, at: number): string {
  const length = r.i32(at);
  if (length <= 0) return '';
  return new TextDecoder('utf-16be')
    .decode(r.slice(at + 4, length))
    .replaceAll('\0', '')
    .trim();
}
