import { decodeText } from '../decode-text.ts';
import { FormatError } from '../format-error.ts';
import { GrowingColumn } from '../growing-column.ts';
import { shownText } from '../shown-text.ts';
import { textLines } from '../text-lines.ts';

export interface AtfTable {
  readonly version: string;
  /** Lines between the counts and the titles, quotes kept. */
  readonly header: readonly string[];
  readonly titles: readonly string[];
  readonly columns: readonly Float64Array[];
  /** Line of the first row, counted from 1. */
  readonly firstRowLine: number;
}

const MOST_COLUMNS = 20_000;

/** Reads an Axon Text File. @throws FormatError naming the line that does not fit its header */
export function readAtfTable(bytes: Uint8Array): AtfTable {
  const lines = textLines(decodeText(bytes).text);
  let line = 0;
  const next = (): string | null => {
    const { value, done } = lines.next();
    line++;
    return done === true ? null : value;
  };
  const version = /^ATF\s+([\d.]+)/.exec(next() ?? '')?.[1];
  const counts = /^\s*(\d+)[\s,]+(\d+)/.exec(next() ?? '');
  const headerCount = counts === null ? undefined : Number(counts[1]);
  const columnCount = counts === null ? undefined : Number(counts[2]);
  if (version === undefined || headerCount === undefined || columnCount === undefined) {
    throw new FormatError(
      'This ATF file is damaged: its second line should state how many header lines and columns it has. Export it again.',
    );
  }
  if (columnCount < 1 || columnCount > MOST_COLUMNS || headerCount > bytes.length) {
    throw new FormatError(
      `This ATF file is damaged: it declares ${headerCount} header lines and ${columnCount} columns, which it cannot hold.`,
    );
  }
  const header: string[] = [];
  for (let i = 0; i < headerCount; i++) {
    const text = next();
    if (text === null)
      throw new FormatError(`This ATF file is cut off: it ends in its header, after ${i} of ${headerCount} lines. Export it again.`);
    header.push(text);
  }
  const titles = cells(next() ?? '').map(unquote);
  if (titles.length < columnCount) {
    throw new FormatError(
      `Line ${line}: this ATF file declares ${columnCount} columns, but ${titles.length} have a title. Export it again.`,
    );
  }
  const columns = Array.from({ length: columnCount }, () => new GrowingColumn());
  const firstRowLine = line + 1;
  for (let row = next(); row !== null; row = next()) {
    if (row.trim() === '') continue;
    const values = cells(row);
    if (values.length < columnCount)
      throw new FormatError(
        `Line ${line}: expected ${columnCount} columns, got ${values.length}. The file may be cut off; export it again.`,
      );
    for (let c = 0; c < columnCount; c++) {
      const value = numberIn(values[c]!);
      if (!Number.isFinite(value) || values[c]!.trim() === '') {
        throw new FormatError(
          `Line ${line}, column ${c + 1}: expected a number, got "${shownText(values[c]!, 40)}". Correct the line or export the ` +
            `file again.`,
        );
      }
      columns[c]!.push(value);
    }
  }
  return { version, header, titles: titles.slice(0, columnCount), columns: columns.map((column) => column.done()), firstRowLine };
}

/** Clampfit writes decimals as Windows does; a cell that holds a comma is one between tabs. */
function numberIn(cell: string): number {
  return Number(/^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i.test(cell) ? cell.replace(',', '.') : cell);
}

/** Cells are separated by tabs; some programs write commas. */
export function cells(line: string): string[] {
  return line.split(line.includes('\t') ? '\t' : ',');
}

export function unquote(cell: string): string {
  return cell.trim().replace(/^"|"$/g, '').trim();
}
