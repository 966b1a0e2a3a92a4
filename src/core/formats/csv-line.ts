import { describeValue } from '../text/describe-value.ts';
import { excerpt } from './excerpt.ts';
import { MarkReader, type RecordingMarks } from './recording-marks.ts';

export const RECORDING_CSV_COLUMNS = ['Time (s)', 'Voltage (V)', 'Current (pA/pF)'] as const;

/** Lines above the header that say where a recording comes from. */
export function isCsvComment(line: string): boolean {
  return /^\uFEFF?#/.test(line);
}

/** A header of more columns is none of a recording. */
const MOST_COLUMNS = 64;

/** Reads the lines of a recording CSV one by one; the values of the last are kept here. */
export class CsvLine {
  timeS = NaN;
  voltageMv = NaN;
  currentPaPf = NaN;
  readonly #origin: string;
  readonly #columns: number;
  readonly #places: readonly [number, number, number];
  readonly #marks: MarkReader;

  /** @throws Error when a column is missing; the columns may come in any order, a byte order mark is passed over */
  constructor(header: string, origin: string) {
    this.#origin = origin;
    const names = header
      .slice(0, 10_000)
      .replace(/^\uFEFF/, '')
      .split(',', MOST_COLUMNS + 1)
      .map((name) => name.trim());
    if (names.length > MOST_COLUMNS)
      throw new Error(`${origin}: expected at most ${MOST_COLUMNS} columns, got more. Expected ${RECORDING_CSV_COLUMNS.join(', ')}.`);
    this.#columns = names.length;
    this.#places = RECORDING_CSV_COLUMNS.map((name) => {
      const place = names.findIndex((found) => found.toLowerCase() === name.toLowerCase());
      if (place < 0)
        throw new Error(
          `${origin}: column "${name}" is missing; the header has ${excerpt(names.join(', '))}. Expected ` +
            `${RECORDING_CSV_COLUMNS.join(', ')}.`,
        );
      return place;
    }) as [number, number, number];
    this.#marks = new MarkReader(names, origin);
  }

  /** What the lines so far say of the recording beside its samples. */
  get marks(): RecordingMarks {
    return this.#marks.found();
  }

  /**
   * @param number of the line in its file, the header being line 1
   * @throws Error naming the line that is short, long or not a number that single precision holds
   */
  read(line: string, number: number): void {
    const cells = line.split(',', MOST_COLUMNS + 1);
    if (cells.length !== this.#columns) {
      throw new Error(
        `${this.#origin}, line ${number}: expected ${this.#columns} columns as in the header, got ${cells.length}. The file may ` +
          `be cut off.`,
      );
    }
    this.timeS = this.#value(cells, 0, number, 1);
    // An empty field is a sample that was lost, and is never filled.
    this.currentPaPf = this.#isEmpty(cells, 2) ? NaN : this.#value(cells, 2, number, 1);
    this.voltageMv = this.#isEmpty(cells, 2) && this.#isEmpty(cells, 1) ? NaN : this.#value(cells, 1, number, 1000);
    this.#marks.read(cells, number);
  }

  #isEmpty(cells: readonly string[], which: 1 | 2): boolean {
    return (cells[this.#places[which]] as string).trim() === '';
  }

  #value(cells: readonly string[], which: 0 | 1 | 2, number: number, factor: number): number {
    const cell = (cells[this.#places[which]] as string).trim();
    // Number() also takes hexadecimal, octal and binary, which no recording is written in.
    const value = cell === '' || /^[+-]?0[xob]/i.test(cell) ? NaN : Number(cell) * factor;
    if (!Number.isFinite(Math.fround(value))) {
      const held = Number.isFinite(Number(cell)) && cell !== '' ? ' that single precision holds' : '';
      throw new Error(
        `${this.#origin}, line ${number}: expected a number in "${RECORDING_CSV_COLUMNS[which]}"${held}, got ${describeValue(cell)}.`,
      );
    }
    return value;
  }
}
