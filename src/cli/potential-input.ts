import { basename, extname } from 'node:path';
import { MV_PER, POTENTIAL_UNITS, unitProblem, type PotentialUnit } from '../core/beat/potential-unit.ts';
import { csvPreview } from '../core/formats/csv/csv-preview.ts';
import { readCsvTable } from '../core/formats/csv/read-table.ts';
import { decodeText } from '../core/formats/decode-text.ts';
import { evenClock } from '../core/formats/even-clock.ts';
import { siUnit } from '../core/formats/si-unit.ts';
import type { ColumnMeaning, TableColumn } from '../core/formats/table/table-column.ts';
import { readBytes } from './files.ts';
import { UsageError } from './usage-error.ts';

/** A membrane potential from a file. */
export interface PotentialInput {
  /** mV, one value a sample. */
  readonly voltageMv: Float64Array;
  readonly sampleRateHz: number;
  /** Unit of the values in the file. */
  readonly unit: string;
  readonly column: string | null;
  readonly notes: readonly string[];
}

export interface PotentialWish {
  readonly column?: string | undefined;
  readonly unit?: PotentialUnit | undefined;
  readonly sampleRateHz?: number | undefined;
}

const BYTES = { '.f32': 4, '.f64': 8 } as const;

/**
 * Reads a potential of any table of text (its column by title, or the only one), or of bare little-endian floats (.f32, .f64).
 * @throws UsageError for a rate or column that is missing, Error where the values are no membrane potential
 */
export function readPotential(file: string, wish: PotentialWish): PotentialInput {
  const bytes = readBytes(file, 'Potential');
  const kind = extname(file).toLowerCase();
  return kind === '.f32' || kind === '.f64' ? fromFloats(file, bytes, BYTES[kind], wish) : fromTable(file, bytes, wish);
}

function fromFloats(file: string, bytes: Buffer, size: 4 | 8, { column, unit, sampleRateHz }: PotentialWish): PotentialInput {
  if (column !== undefined) throw new UsageError('--column belongs to a table of text; a file of bare floats has one column.');
  if (sampleRateHz === undefined)
    throw new UsageError(`Missing: --sample-rate-hz N, the rate of ${basename(file)}: bare floats have no clock.`);
  if (bytes.length === 0 || bytes.length % size !== 0) {
    throw new Error(
      `${basename(file)} has ${bytes.length} bytes; expected a whole number of values of ${size} bytes. The file may be cut off.`,
    );
  }
  const values = Float64Array.from({ length: bytes.length / size }, (_, i) =>
    size === 4 ? bytes.readFloatLE(4 * i) : bytes.readDoubleLE(8 * i),
  );
  return inMillivolts(file, values, unit ?? 'mV', unit !== undefined, { sampleRateHz, column: null, notes: [] });
}

function fromTable(file: string, bytes: Buffer, wish: PotentialWish): PotentialInput {
  const { layout, meanings } = csvPreview(bytes);
  const notes: string[] = [];
  const { columns, line } = readCsvTable(decodeText(bytes).text, layout, notes);
  const place = placeOf(columns, meanings, wish.column, basename(file));
  const { title, values } = columns[place] as TableColumn;
  const clock = meanings.findIndex(({ role }) => role === 'time');
  const stated = clock < 0 ? undefined : rateOf(columns[clock] as TableColumn, meanings[clock] as ColumnMeaning, line);
  if (stated === undefined && wish.sampleRateHz === undefined)
    throw new UsageError(`Missing: --sample-rate-hz N. No column of ${basename(file)} holds a time with its unit.`);
  if (stated !== undefined && wish.sampleRateHz !== undefined && Math.abs(wish.sampleRateHz / stated - 1) > 1e-3)
    throw new UsageError(`--sample-rate-hz is ${wish.sampleRateHz}, the time column of ${basename(file)} has ${stated} Hz. Leave it out.`);
  const known = meanings[place]?.role === 'voltage' ? meanings[place].unit : '';
  const scale = siUnit(known)?.factor;
  const context = { sampleRateHz: stated ?? wish.sampleRateHz ?? NaN, column: title, notes };
  if (wish.unit === undefined && scale !== undefined && known !== 'mV' && known !== 'V')
    return { voltageMv: values.map((value) => value * scale * 1000), unit: known, ...context };
  const unit = wish.unit ?? POTENTIAL_UNITS.find((each) => each === known) ?? 'mV';
  return inMillivolts(file, values, unit, wish.unit !== undefined, context);
}

function rateOf({ values }: TableColumn, { unit }: ColumnMeaning, line: (row: number) => number): number | undefined {
  const factor = siUnit(unit)?.factor;
  return factor === undefined ? undefined : evenClock(values, factor, (row) => `Line ${line(row)}`).rateHz;
}

function placeOf(columns: readonly TableColumn[], meanings: readonly ColumnMeaning[], wanted: string | undefined, name: string): number {
  const titles = columns.map(({ title }) => title);
  const listed = titles.map((title) => `"${title}"`).join(', ');
  if (wanted !== undefined) {
    const plain = wanted.trim().toLowerCase();
    const place = titles.findIndex((title) => title.toLowerCase() === plain);
    if (place < 0) throw new UsageError(`--column: ${name} has no column "${wanted}"; expected one of ${listed}.`);
    return place;
  }
  const voltages = meanings.flatMap(({ role }, i) => (role === 'voltage' ? [i] : []));
  const signals = voltages.length > 0 ? voltages : meanings.flatMap(({ role }, i) => (role === 'other' ? [i] : []));
  const [only, second] = signals;
  if (only === undefined || second !== undefined)
    throw new UsageError(`Missing: --column NAME. ${name} has ${only === undefined ? 'no' : 'more than one'} potential among ${listed}.`);
  return only;
}

/** A unit that was given is taken; one that was assumed must fit the values. */
function inMillivolts(
  file: string,
  values: Float64Array,
  unit: PotentialUnit,
  given: boolean,
  context: { readonly sampleRateHz: number; readonly column: string | null; readonly notes: readonly string[] },
): PotentialInput {
  const problem = unitProblem(values, unit);
  if (problem !== null && !given) throw new Error(`${basename(file)}: ${problem}`);
  return {
    ...context,
    voltageMv: values.map((value) => value * MV_PER[unit]),
    unit,
    notes: problem === null ? context.notes : [...context.notes, problem],
  };
}
