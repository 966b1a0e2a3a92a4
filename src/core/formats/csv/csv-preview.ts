import { decodeText, type TextEncodingName } from '../decode-text.ts';
import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import { guessColumns } from '../table/guess-columns.ts';
import type { ColumnMeaning } from '../table/table-column.ts';
import { textLines } from '../text-lines.ts';
import type { CsvLayout } from './csv-layout.ts';
import { detectLayout } from './detect-layout.ts';
import { readCsvTable } from './read-table.ts';
import { splitCells } from './split-cells.ts';

/** Rows that are enough to see what a table is. */
const ROWS = 12;
const CELL_LETTERS = 40;
/** Text that is enough to guess what its columns are. */
const LETTERS = 1_000_000;

/** What the column mapper shows, and its questions. */
export interface CsvPreview {
  readonly encoding: TextEncodingName;
  readonly layout: CsvLayout;
  /** First rows as written, without the names of rows. */
  readonly rows: readonly (readonly string[])[];
  readonly meanings: readonly ColumnMeaning[];
  /** Questions that only the operator can answer. */
  readonly questions: readonly string[];
}

/** @throws FormatError when the text holds no table of numbers */
export function csvPreview(bytes: Uint8Array): CsvPreview {
  const { text, encoding } = decodeText(bytes);
  const layout = detectLayout(text);
  if (layout === null)
    throw new FormatError(
      'This text file holds no table of numbers. Expected one row a sample, its values separated by commas, semicolons, tabs or blanks.',
    );
  const head = text.slice(0, text.indexOf('\n', LETTERS) < 0 ? undefined : text.indexOf('\n', LETTERS));
  const { columns } = readCsvTable(head, layout, []);
  const meanings = guessColumns(columns);
  const rows: string[][] = [];
  let number = 0;
  for (const line of textLines(head)) {
    if (++number < layout.firstRowLine || line.trim() === '') continue;
    if (rows.length === ROWS) break;
    rows.push(
      splitCells(line, layout.delimiter)
        .slice(layout.rowNames ? 1 : 0)
        .map((cell) => shownText(cell, CELL_LETTERS)),
    );
  }
  return { encoding, layout, rows, meanings, questions: questionsOf(layout, meanings) };
}

function questionsOf(layout: CsvLayout, meanings: readonly ColumnMeaning[]): string[] {
  const questions: string[] = [];
  const clock = meanings.find(({ role }) => role === 'time');
  if (clock === undefined && layout.sampleRateHz === null) questions.push('At which rate was it sampled? No column holds the time.');
  meanings.forEach(({ role, unit, certain }, i) => {
    const title = shownText(layout.titles[i]!, CELL_LETTERS);
    if (unit === '' && role !== 'ignored') questions.push(`In which unit is "${title}"?`);
    else if (!certain) questions.push(`Is "${title}" in ${unit}? The file does not say.`);
  });
  if (new Set(layout.titles).size < layout.titles.length) questions.push('Two columns have the same title: which one is to be used?');
  if (meanings.some(({ role }) => role === 'current')) questions.push("What is the cell's capacitance in pF?");
  questions.push('At which temperature, and with which series resistance and compensation, was it recorded?');
  return questions;
}
