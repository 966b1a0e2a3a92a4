import type { ImportedRecording } from '../imported.ts';
import { guessColumns } from '../table/guess-columns.ts';
import { tableRecording } from '../table/table-recording.ts';
import { titleUnit } from '../title-unit.ts';
import { rowsNamed, type MatVariable } from './mat-variable.ts';

const MOST_COLUMNS = 64;
const LEAST_ROWS = 16;

/**
 * A matrix as a table: its first column is an even clock, the others are signals, called as a list of as many texts beside it says. Null
 * where no matrix is one.
 * @throws FormatError where its clock is uneven
 */
export function matTable(variables: readonly MatVariable[], notes: string[]): ImportedRecording | null {
  for (const { name, dims, content } of variables) {
    const [rows = 0, width = 0] = dims;
    if (content.kind !== 'numbers' || dims.length !== 2 || rows < LEAST_ROWS || width < 2 || width > MOST_COLUMNS) continue;
    const values = Array.from({ length: width }, (_, c) => Float64Array.from({ length: rows }, (__, i) => content.values[c * rows + i]!));
    if (!isClock(values[0]!)) continue;
    const titles = titlesOf(variables, width);
    const columns = values.map((column, c) => {
      const title = titleUnit(titles?.[c] ?? (c === 0 ? 'Time' : `${name.split('.').at(-1)!} ${c + 1}`));
      return { title: title.name, unit: title.unit, values: column };
    });
    return tableRecording(
      { columns, meanings: guessColumns(columns), sampleRateHz: null, place: (row) => `Row ${row + 1} of "${name.slice(0, 40)}"` },
      notes,
    );
  }
  return null;
}

function isClock(times: Float64Array): boolean {
  const step = (times.at(-1)! - times[0]!) / (times.length - 1);
  return step > 0 && times.every((time, i) => i === 0 || Math.abs(time - times[i - 1]! - step) <= 0.6 * step);
}

/** As many texts as there are columns: a matrix of letters, or a cell array. */
function titlesOf(variables: readonly MatVariable[], width: number): readonly string[] | null {
  for (const { name, content } of variables) {
    if (content.kind !== 'text') continue;
    const base = /^(.*)\{1\}$/.exec(name)?.[1];
    const titles =
      base === undefined
        ? rowsNamed(variables, name)
        : Array.from({ length: width + 1 }, (_, c) => rowsNamed(variables, `${base}{${c + 1}}`)[0]).filter((text) => text !== undefined);
    if (titles.length === width) return titles;
  }
  return null;
}
