import type { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import { textContent, type MatVariable } from './mat-variable.ts';

/** Array classes of the format. */
const CLASS = { cell: 1, struct: 2, object: 3, char: 4, sparse: 5 } as const;
const FIRST_NUMERIC = 6;
const LAST_NUMERIC = 15;
const MATRIX = 14;
/** Structures in structures deeper than this hold no recording. */
const MOST_DEPTH = 6;
/** Cells and structure elements of one array that are looked at. */
const MOST_ELEMENTS = 10_000;

/** Bytes of one value by data type; text types too. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8, 13: 8, 16: 1, 17: 2, 18: 4 };

interface Element {
  readonly type: number;
  readonly at: number;
  readonly length: number;
  readonly next: number;
}

/** A data element: 8 bytes of tag, or a small one of 4 bytes with its data in the tag. */
function element(r: ByteReader, at: number, end: number): Element {
  if (at + 8 > end) throw new FormatError('This MATLAB file is damaged: a variable ends in the middle. Save it again.');
  const word = r.u32(at);
  const small = word >>> 16;
  if (small !== 0) return { type: word & 0xffff, at: at + 4, length: Math.min(small, 4), next: at + 8 };
  const length = r.u32(at + 4);
  if (at + 8 + length > end)
    throw new FormatError(`This MATLAB file is damaged: a part of ${length} bytes does not fit into its variable. Save it again.`);
  return { type: word, at: at + 8, length, next: at + 8 + Math.ceil(length / 8) * 8 };
}

/** The variables in a matrix element: itself, or what its structure or cells hold. */
export function readMat5Matrix(r: ByteReader, at: number, length: number, prefix: string, notes: string[], depth = 0): MatVariable[] {
  if (length === 0 || depth > MOST_DEPTH) return [];
  const end = at + length;
  const flags = element(r, at, end);
  const arrayClass = r.u32(flags.at) & 0xff;
  const complex = (r.u32(flags.at) & 0x0800) !== 0;
  const sizes = element(r, flags.next, end);
  const dims = Array.from({ length: Math.min(sizes.length >> 2, 8) }, (_, i) => r.i32(sizes.at + 4 * i));
  const title = element(r, sizes.next, end);
  const name = prefix === '' ? r.text(title.at, title.length) : prefix;
  const count = dims.reduce((product, side) => product * side, 1);
  if (dims.length < 2 || dims.some((side) => side < 0) || !Number.isSafeInteger(count))
    throw new FormatError(`This MATLAB file is damaged: variable "${shownText(name, 40)}" has sides of ${dims.join(' x ')}.`);
  if (arrayClass === CLASS.cell) return cells(r, title.next, end, count, name, notes, depth);
  if (arrayClass === CLASS.struct) return fields(r, title.next, end, count, name, notes, depth);
  if (arrayClass !== CLASS.char && (arrayClass < FIRST_NUMERIC || arrayClass > LAST_NUMERIC)) {
    notes.push(
      `Variable "${shownText(name, 60)}" is ${arrayClass === CLASS.sparse ? 'a sparse matrix' : 'an object of MATLAB'} and was left out.`,
    );
    return [];
  }
  if (count === 0) return [];
  const real = element(r, title.next, end);
  const size = SIZES[real.type];
  if (size === undefined || real.length !== count * size) {
    throw new FormatError(
      `This MATLAB file is damaged: variable "${shownText(name, 40)}" of ${dims.join(' x ')} has ${real.length} bytes of values.`,
    );
  }
  if (arrayClass === CLASS.char) return [{ name, dims, content: textContent(numbers(r, real, Math.min(count, 2000)), dims) }];
  if (complex) notes.push(`Variable "${shownText(name, 60)}" is complex; its real part is used.`);
  return [{ name, dims, content: { kind: 'numbers', values: numbers(r, real, count) } }];
}

function cells(r: ByteReader, at: number, end: number, count: number, name: string, notes: string[], depth: number): MatVariable[] {
  const found: MatVariable[] = [];
  let place = at;
  for (let i = 0; i < Math.min(count, MOST_ELEMENTS) && place + 8 <= end; i++) {
    const cell = element(r, place, end);
    if (cell.type === MATRIX) found.push(...readMat5Matrix(r, cell.at, cell.length, `${name}{${i + 1}}`, notes, depth + 1));
    place = cell.next;
  }
  return found;
}

function fields(r: ByteReader, at: number, end: number, count: number, name: string, notes: string[], depth: number): MatVariable[] {
  const width = element(r, at, end);
  const letters = r.i32(width.at);
  const names = element(r, width.next, end);
  if (letters < 1 || letters > 256)
    throw new FormatError(`This MATLAB file is damaged: the fields of "${shownText(name, 40)}" have names of ${letters} letters.`);
  const fieldNames = Array.from({ length: Math.floor(names.length / letters) }, (_, i) => r.text(names.at + i * letters, letters));
  const found: MatVariable[] = [];
  let place = names.next;
  for (let i = 0; i < Math.min(count, MOST_ELEMENTS); i++) {
    for (const field of fieldNames) {
      if (place + 8 > end) return found;
      const value = element(r, place, end);
      const called = count === 1 ? `${name}.${field}` : `${name}(${i + 1}).${field}`;
      if (value.type === MATRIX) found.push(...readMat5Matrix(r, value.at, value.length, called, notes, depth + 1));
      place = value.next;
    }
  }
  return found;
}

/** Values whatever type they are stored in; doubles of whole numbers are often stored shorter. */
function numbers(r: ByteReader, { type, at }: Element, count: number): Float64Array {
  const size = SIZES[type]!;
  r.need(at, count * size);
  const values = new Float64Array(count);
  const view = new DataView(r.bytes.buffer, r.bytes.byteOffset + at, count * size);
  const little = r.littleEndian;
  const read: Readonly<Record<number, (p: number) => number>> = {
    1: (p) => view.getInt8(p),
    2: (p) => view.getUint8(p),
    3: (p) => view.getInt16(p, little),
    4: (p) => view.getUint16(p, little),
    5: (p) => view.getInt32(p, little),
    6: (p) => view.getUint32(p, little),
    7: (p) => view.getFloat32(p, little),
    9: (p) => view.getFloat64(p, little),
    12: (p) => Number(view.getBigInt64(p, little)),
    13: (p) => Number(view.getBigUint64(p, little)),
    16: (p) => view.getUint8(p),
    17: (p) => view.getUint16(p, little),
    18: (p) => view.getUint32(p, little),
  };
  const one = read[type]!;
  for (let i = 0; i < count; i++) values[i] = one(i * size);
  return values;
}
