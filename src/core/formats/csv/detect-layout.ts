import { siUnit } from '../si-unit.ts';
import { textLines } from '../text-lines.ts';
import { titleUnit } from '../title-unit.ts';
import { cellNumber } from './cell-number.ts';
import type { CsvLayout } from './csv-layout.ts';
import { splitCells } from './split-cells.ts';

/** Lines that are looked at; titles of a recording stand above that. */
const MOST_LINES = 400;
const MOST_LINE_LETTERS = 100_000;
const COMMENT = /^\s*(#|%|\/\/|!|;)/;
const CANDIDATES = [
  ['\t', '.'],
  ['\t', ','],
  [';', '.'],
  [';', ','],
  [',', '.'],
  [' ', '.'],
  [' ', ','],
] as const;

interface Fit {
  readonly delimiter: CsvLayout['delimiter'];
  readonly decimal: CsvLayout['decimal'];
  /** Index of the first line of the longest run of rows of numbers. */
  readonly first: number;
  readonly rows: number;
  readonly cells: number;
}

/** How the table in a text is laid out; null where there is none of at least two rows of numbers. */
export function detectLayout(text: string): CsvLayout | null {
  const lines: string[] = [];
  for (const line of textLines(text.slice(0, 4_000_000))) {
    if (lines.length >= MOST_LINES || line.length > MOST_LINE_LETTERS) break;
    lines.push(line);
  }
  const fits = CANDIDATES.map(([delimiter, decimal]) => fitOf(lines, delimiter, decimal)).filter((fit) => fit.rows >= 2);
  // The most lines read as rows win; among equals the most cells, then the order of the candidates.
  const best = fits.sort((a, b) => b.rows - a.rows || b.cells - a.cells)[0];
  return best === undefined ? null : layoutOf(lines, best);
}

function withoutTrailing(cells: readonly string[]): readonly string[] {
  return cells.length > 1 && cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function fitOf(lines: readonly string[], delimiter: CsvLayout['delimiter'], decimal: CsvLayout['decimal']): Fit {
  let best: Fit = { delimiter, decimal, first: 0, rows: 0, cells: 0 };
  let run = { first: 0, rows: 0, cells: 0 };
  lines.forEach((line, i) => {
    if (line.trim() === '' || (COMMENT.test(line) && run.rows > 0)) return;
    const cells = withoutTrailing(splitCells(line, delimiter));
    const numeric = isRow(cells, decimal);
    if (!numeric) run = { first: i, rows: 0, cells: 0 };
    else run = cells.length === run.cells ? { ...run, rows: run.rows + 1 } : { first: i, rows: 1, cells: cells.length };
    if (run.rows > best.rows) best = { delimiter, decimal, ...run };
  });
  return best;
}

/** A row holds a number in every cell, or none of its values; its first cell may be its name. At least one number must be there. */
function isRow(cells: readonly string[], decimal: '.' | ','): boolean {
  const values = cells.map((cell) => cellNumber(cell, decimal));
  const behind = values.slice(values.length > 1 && values[0] === null ? 1 : 0);
  return behind.every((value) => value !== null) && behind.some((value) => value !== null && !Number.isNaN(value));
}

function layoutOf(lines: readonly string[], fit: Fit): CsvLayout {
  const { delimiter, decimal, first } = fit;
  const above = lines.slice(0, first).map((line, i) => ({ line, number: i + 1 })).filter(({ line }) => line.trim() !== '');
  const comments = above.filter(({ line }) => COMMENT.test(line)).map(({ line }) => line.replace(COMMENT, '').trim());
  const rowCells = withoutTrailing(splitCells(lines[first]!, delimiter));
  const fitting = (cells: readonly string[]): boolean => cells.length === fit.cells || cells.length === fit.cells - 1;
  const heads = above
    // Titles may stand in the last comment line, "# time (ms), Vm (mV)".
    .map(({ line, number }) => ({ cells: withoutTrailing(splitCells(COMMENT.test(line) ? line.replace(COMMENT, '') : line, delimiter)), number, comment: COMMENT.test(line) }))
    .filter(({ cells }) => fitting(cells) && cells.some((cell) => cell !== ''));
  const isUnits = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || siUnit(bare(cell)) !== null) && cells.some((cell) => cell !== '');
  const last = heads.at(-1);
  const unitRow = last !== undefined && heads.length > 1 && isUnits(last.cells) ? last : undefined;
  const titleRow = unitRow === undefined ? (last !== undefined && last.comment && fit.cells < 2 ? undefined : last) : heads.at(-2);
  const rowNames = splitNames(rowCells, titleRow?.cells, decimal);
  const width = fit.cells - (rowNames ? 1 : 0);
  const own = (cells: readonly string[] | undefined): readonly string[] => (cells === undefined ? [] : cells.length > width ? cells.slice(cells.length - width) : cells);
  const titles = own(titleRow?.cells).map(titleUnit);
  const units = own(unitRow?.cells).map(bare);
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
    units: Array.from({ length: width }, (_, i) => units[i] || titles[i]?.unit || ''),
  };
}

/** A unit without the brackets around it. */
function bare(cell: string): string {
  return cell.replace(/^[([]\s*|\s*[)\]]$/g, '').trim();
}

/** R writes row names: text, or a count below a title that is empty or missing. */
function splitNames(row: readonly string[], titles: readonly string[] | undefined, decimal: '.' | ','): boolean {
  if (row.length < 2) return false;
  if (cellNumber(row[0]!, decimal) === null) return true;
  return titles !== undefined && /^\d+$/.test(row[0]!) && (titles.length === row.length - 1 || (titles.length === row.length && titles[0] === ''));
}
