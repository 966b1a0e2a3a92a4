import { FormatError } from '../format-error.ts';
import { GrowingColumn } from '../growing-column.ts';
import { shownText } from '../shown-text.ts';
import type { TableColumn } from '../table/table-column.ts';
import { textLines } from '../text-lines.ts';
import { cellNumber, cellQuantity, isClock } from './cell-number.ts';
import type { CsvLayout } from './csv-layout.ts';
import { LABCHART_LINE } from './labchart-header.ts';
import { splitCells } from './split-cells.ts';

export interface CsvTable {
  readonly columns: readonly TableColumn[];
  /** Line of the file on which a row stands, counted from 1. */
  line(row: number): number;
  /** Comments behind rows. */
  readonly marks: readonly { readonly row: number; readonly text: string }[];
}

const DAY_S = 86_400;
const MOST_MARKS = 1000;
const COMMENT = /^\s*(#|%|\/\/)/;

/**
 * Reads all rows of a table of text.
 * @throws FormatError naming the line with another number of cells or with text where a number belongs
 */
export function readCsvTable(text: string, layout: CsvLayout, notes: string[]): CsvTable {
  const width = layout.titles.length;
  const skip = layout.rowNames ? 1 : 0;
  const columns = Array.from({ length: width }, () => new GrowingColumn());
  const lines = new GrowingColumn();
  const missing = Array.from({ length: width }, () => ({ count: 0, first: 0 }));
  let number = 0;
  const days = new Float64Array(width);
  let rowCount = 0;
  const marks: { row: number; text: string }[] = [];
  const withUnit = (cell: string, c: number, line: number): number => {
    const quantity = cellQuantity(cell, layout.decimal);
    const refused = (wanted: string): FormatError =>
      new FormatError(
        `Line ${line}, column "${shownText(layout.titles[c]!, 40)}": expected ${wanted}, got "${shownText(cell, 40)}". Correct the ` +
          `line, or mark it as a comment with #.`,
      );
    const unit = layout.units[c]!;
    if (quantity === null) throw refused('a number');
    if (quantity.unit !== unit) {
      const from = line > layout.firstRowLine ? 'in the lines before' : 'its title says';
      throw refused(`a value ${unit === '' ? 'without a unit' : `in ${unit}`} as ${from}`);
    }
    if (!isClock(cell)) return quantity.value;
    // At midnight a time of day starts again.
    if (quantity.value + days[c]! < columns[c]!.last() - DAY_S / 2) days[c]! += DAY_S;
    return quantity.value + days[c]!;
  };
  let short: { line: number; cells: number } | null = null;
  for (const line of textLines(text)) {
    number++;
    if (number < layout.firstRowLine || line.trim() === '' || COMMENT.test(line)) continue;
    if (layout.blocks && LABCHART_LINE.test(line)) continue;
    if (short !== null) break;
    const { cells, mark } = cellsOf(line, layout);
    if (mark !== null && marks.length < MOST_MARKS) marks.push({ row: rowCount, text: mark });
    if (cells.length < layout.cellCount) {
      // A short last line: the file was cut off. Elsewhere it is an error.
      short = { line: number, cells: cells.length };
      continue;
    }
    if (cells.length > layout.cellCount) throw wrongCount(number, layout.cellCount, cells.length);
    for (let c = 0; c < width; c++) {
      const cell = cells[c + skip]!;
      const value = cellNumber(cell, layout.decimal) ?? withUnit(cell, c, number);
      if (Number.isNaN(value) && missing[c]!.count++ === 0) missing[c]!.first = number;
      columns[c]!.push(value);
    }
    lines.push(number);
    rowCount++;
  }
  if (short !== null) {
    if (number > short.line) throw wrongCount(short.line, layout.cellCount, short.cells);
    notes.push(
      `Line ${short.line}, the last one, has ${short.cells} of ${layout.cellCount} cells and was left out; the file may be cut off.`,
    );
  }
  missing.forEach(({ count, first }, c) => {
    const rows = lines.done().length;
    if (count > 0 && count < rows)
      notes.push(
        `Column "${shownText(layout.titles[c]!, 40)}" has no value on line ${first}${count > 1 ? ` and on ${count - 1} more` : ''}.`,
      );
  });
  const rowLines = lines.done();
  return {
    columns: columns.map((column, c) => ({ title: layout.titles[c]!, unit: layout.units[c]!, values: column.done() })),
    line: (row) => rowLines[row] ?? number,
    marks,
  };
}

/** Cells of a row, without an empty one behind a trailing delimiter, and the comment that stands behind it. */
function cellsOf(line: string, layout: CsvLayout): { readonly cells: readonly string[]; readonly mark: string | null } {
  const cells = splitCells(line, layout.delimiter);
  const last = cells.at(-1)!;
  const mark = layout.blocks && last.startsWith('#') ? last.slice(1).trim() : null;
  return cells.length === layout.cellCount + 1 && (last === '' || mark !== null)
    ? { cells: cells.slice(0, -1), mark }
    : { cells, mark: null };
}

function wrongCount(line: number, expected: number, got: number): FormatError {
  return new FormatError(
    `Line ${line}: expected ${expected} cells as in the lines before, got ${got}. Correct the line, or mark it as a comment with #.`,
  );
}
