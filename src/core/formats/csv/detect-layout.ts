import { siUnit } from '../si-unit.ts';
import { textLines } from '../text-lines.ts';
import { titleUnit } from '../title-unit.ts';
import { cellNumber, cellQuantity, isClock } from './cell-number.ts';
import type { CsvLayout } from './csv-layout.ts';
import { labChartHeader } from './labchart-header.ts';
import { splitCells } from './split-cells.ts';

/** Lines that are examined; the titles of a recording are above their end. */
const MOST_LINES = 400;
const MOST_LINE_LETTERS = 100_000;
const COMMENT = /^\s*(#|%|\/\/|!|;)/;
const CANDIDATES = [
  ['\t', '.'],
  ['\t', ','],
  [';', '.'],
  [';', ','],
  [',', '.'],
  // Quoted numbers alone can be so.
  [',', ','],
  [' ', '.'],
  [' ', ','],
] as const;

interface Fit {
  readonly delimiter: CsvLayout['delimiter'];
  readonly decimal: CsvLayout['decimal'];
  /** Index of the first row of numbers that has as many cells as the most rows. */
  readonly first: number;
  /** Rows of that many cells. */
  readonly rows: number;
  /** Other lines behind the first row: few in a table. */
  readonly others: number;
  readonly cells: number;
}

/** How the table in a text is laid out; null where there is none of at least two rows of numbers. */
export function detectLayout(text: string): CsvLayout | null {
  const lines: string[] = [];
  let filled = 0;
  for (const line of textLines(text.slice(0, 4_000_000))) {
    // Comment lines do not count: a recording of ours with many twins has hundreds of them above its samples.
    if (filled >= MOST_LINES || line.length > MOST_LINE_LETTERS) break;
    lines.push(line);
    if (!COMMENT.test(line)) filled++;
  }
  const fits = CANDIDATES.filter(([delimiter, decimal]) => delimiter !== ',' || decimal === '.' || hasQuotedCommas(lines))
    .map(([delimiter, decimal]) => fitOf(lines, delimiter, decimal))
    .filter((fit) => fit.rows >= 2 && fit.others <= fit.rows / 2);
  // The most lines read as rows win; among equals the most cells, then the order of the candidates.
  const best = fits.sort((a, b) => b.rows - a.rows || b.cells - a.cells)[0];
  return best === undefined ? null : layoutOf(lines, best);
}

/** Quoted numbers with decimal commas; "1,234" alone may be a thousand and more. */
function hasQuotedCommas(lines: readonly string[]): boolean {
  return lines.some((line) => /"[+-]?\d*,(\d{1,2}|\d{4,}|(?<=\b0,)\d{3})([eE][+-]?\d+)?"/.test(line));
}

function withoutTrailing(cells: readonly string[]): readonly string[] {
  return cells.length > 1 && cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function fitOf(lines: readonly string[], delimiter: CsvLayout['delimiter'], decimal: CsvLayout['decimal']): Fit {
  // Rows with and without a name in front are different tables: a title line may begin with a word and go on in numbers.
  const kinds = new Map<string, { cells: number; first: number; rows: number }>();
  const filled: number[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '' || COMMENT.test(line)) return;
    filled.push(i);
    const cells = withoutTrailing(splitCells(line, delimiter));
    const kind = rowKind(cells, decimal);
    if (kind === null) return;
    const key = `${kind} ${cells.length}`;
    const { first, rows } = kinds.get(key) ?? { first: i, rows: 0 };
    kinds.set(key, { cells: cells.length, first, rows: rows + 1 });
  });
  const { cells, first, rows } = [...kinds.values()].sort((a, b) => b.rows - a.rows)[0] ?? { cells: 0, first: 0, rows: 0 };
  return { delimiter, decimal, first, rows, cells, others: filled.filter((line) => line > first).length - rows + 1 };
}

/** A row holds numbers, some of them perhaps missing; its first cell may be its name. Null where the line is no row. */
function rowKind(cells: readonly string[], decimal: '.' | ','): 'named' | 'plain' | null {
  const values = cells.map((cell) => cellNumber(cell, decimal) ?? cellQuantity(cell, decimal)?.value ?? null);
  const named = values.length > 1 && values[0] === null;
  const behind = values.slice(named ? 1 : 0);
  const whole = behind.every((value) => value !== null) && behind.some((value) => !Number.isNaN(value));
  return whole ? (named ? 'named' : 'plain') : null;
}

function layoutOf(lines: readonly string[], fit: Fit): CsvLayout {
  const { delimiter, decimal, first } = fit;
  const above = lines
    .slice(0, first)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '');
  const comments = above.filter(({ line }) => COMMENT.test(line)).map(({ line }) => line.replace(COMMENT, '').trim());
  const rowCells = withoutTrailing(splitCells(lines[first]!, delimiter));
  const fitting = (cells: readonly string[]): boolean => Math.abs(cells.length - fit.cells) <= 1;
  const heads = above
    // Titles may stand in the last comment line, "# time (ms), Vm (mV)".
    .map(({ line, number }) => ({
      cells: withoutTrailing(splitCells(COMMENT.test(line) ? line.replace(COMMENT, '') : line, delimiter)),
      number,
      comment: COMMENT.test(line),
    }))
    .filter(({ cells }) => fitting(cells) && cells.some((cell) => cell !== ''));
  const isUnits = (cells: readonly string[]): boolean =>
    cells.every((cell) => cell === '' || siUnit(bare(cell)) !== null) && cells.some((cell) => cell !== '');
  const last = heads.at(-1);
  const unitRow = last !== undefined && heads.length > 1 && isUnits(last.cells) ? last : undefined;
  const titleRow = unitRow === undefined ? (last !== undefined && last.comment && fit.cells < 2 ? undefined : last) : heads.at(-2);
  const rowNames = splitNames(rowCells, titleRow?.cells, decimal);
  const width = fit.cells - (rowNames ? 1 : 0);
  const labChart = delimiter === '\t' && !rowNames ? labChartHeader(lines.slice(0, first), width, decimal) : null;
  const own = (cells: readonly string[] | undefined): readonly string[] =>
    cells === undefined ? [] : cells.length > width && rowNames ? cells.slice(cells.length - width) : cells.slice(0, width);
  const titles = own(titleRow?.cells).map(titleUnit);
  const units = own(unitRow?.cells).map(bare);
  const written = own(rowCells).map((cell) => (isClock(cell) ? 's' : undefined));
  const inCells = own(rowCells).map((cell) => cellQuantity(cell, decimal)?.unit);
  return {
    delimiter,
    decimal,
    titleLine: titleRow?.number ?? null,
    unitLine: unitRow?.number ?? null,
    firstRowLine: first + 1,
    cellCount: fit.cells,
    rowNames,
    comments: comments.filter((comment) => comment !== ''),
    titles: Array.from({ length: width }, (_, i) => titles[i]?.name || `Column ${i + 1}`),
    units: Array.from({ length: width }, (_, i) => written[i] ?? (units[i] || titles[i]?.unit || inCells[i] || '')),
    sampleRateHz: null,
    blocks: false,
    ...(labChart === null ? {} : { ...labChart, unitLine: null, blocks: true }),
  };
}

/** A unit without the brackets around it. */
function bare(cell: string): string {
  return cell.replace(/^[([]\s*|\s*[)\]]$/g, '').trim();
}

/** R writes row names: text, or a count below a title that is empty or missing. */
function splitNames(row: readonly string[], titles: readonly string[] | undefined, decimal: '.' | ','): boolean {
  if (row.length < 2) return false;
  if (cellNumber(row[0]!, decimal) === null && cellQuantity(row[0]!, decimal) === null) return true;
  return (
    titles !== undefined &&
    /^\d+$/.test(row[0]!) &&
    (titles.length === row.length - 1 || (titles.length === row.length && titles[0] === ''))
  );
}
