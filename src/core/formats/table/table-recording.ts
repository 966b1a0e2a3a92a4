import { evenClock } from '../even-clock.ts';
import type { ImportedRecording, ImportedSweep } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import type { ColumnMeaning, TableColumn } from './table-column.ts';

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly meanings: readonly ColumnMeaning[];
  /** Used where no column holds the time; null where it must be asked for. */
  readonly sampleRateHz: number | null;
  /** Where in the file a row stands, for messages. */
  place(row: number): string;
}

/**
 * The recording in a table: one row a sample. Time that restarts begins the next sweep; columns whose titles differ
 * in a number only, with one unit, are sweeps side by side.
 * @throws FormatError naming the place where samples are missing or the clock is uneven
 */
export function tableRecording({ columns, meanings, sampleRateHz, place }: Table, notes: string[]): ImportedRecording {
  const timeColumn = meanings.findIndex(({ role }) => role === 'time');
  const time = columns[timeColumn];
  const timeUnit = meanings[timeColumn]?.unit ?? '';
  const used = columns
    .map((column, i) => ({ column, meaning: meanings[i]!, i }))
    .filter(({ i, meaning }) => i !== timeColumn && meaning.role !== 'ignored' && meaning.role !== 'time');
  for (const { column, meaning } of used) {
    if (meaning.certain) continue;
    const called = shownText(column.title, 40);
    if (meaning.unit !== '')
      notes.push(`The file gives no unit for "${called}"; ${meaning.unit} was taken from the size of its values: confirm it.`);
  }
  const rows = columns[0]?.values.length ?? 0;
  let rate = sampleRateHz;
  let spans = [{ from: 0, to: rows, startS: 0 }];
  if (time !== undefined && timeUnit !== '') {
    if (!meanings[timeColumn]!.certain) notes.push(`The file gives no unit for the time; ${timeUnit} was taken from its step: confirm it.`);
    const unitS = siUnit(timeUnit)?.factor ?? 1;
    const parts = restarts(time.values);
    const clocks = parts.map(({ from, to }) => evenClock(time.values.subarray(from, to), unitS, (sample) => place(from + sample)));
    rate = clocks[0]!.rateHz;
    const uneven = clocks.findIndex(({ rateHz }) => Math.abs(rateHz / rate! - 1) > 1e-3);
    if (uneven > 0)
      notes.push(
        `Sweep ${uneven + 1} has a sampling rate of ${clocks[uneven]!.rateHz} Hz, the first one ${rate} Hz; the first one's is used.`,
      );
    let clockS = 0;
    spans = parts.map(({ from, to }, i) => {
      const startS = parts.length === 1 ? clocks[i]!.startS : clockS;
      clockS += (to - from) / rate!;
      return { from, to, startS: Number(startS.toFixed(9)) };
    });
    if (parts.length > 1)
      notes.push(
        `The time starts anew ${parts.length - 1} times: the table was split into ${parts.length} sweeps, placed one after the other.`,
      );
  } else if (time !== undefined) notes.push('The unit of the time cannot be recognised by its step; enter it, or the sampling rate.');
  else if (rate === null) notes.push('No column holds the time; enter the sampling rate.');
  const sideBySide = spans.length === 1 ? sweepsSideBySide(used) : null;
  const channels = (sideBySide === null ? used : [used[0]!]).map(({ column, meaning }) => ({
    name: sideBySide ?? column.title,
    unit: meaning.unit,
  }));
  const sweeps: ImportedSweep[] =
    sideBySide === null
      ? spans.map(({ from, to, startS }) => ({
          startS,
          data: used.map(({ column, meaning }) => samplesOf(column.values.subarray(from, to), meaning)),
        }))
      : used.map(({ column, meaning }, i) => ({
          startS: rate === null ? 0 : (i * rows) / rate,
          data: [samplesOf(column.values, meaning)],
        }));
  return { name: null, sampleRateHz: rate, startedAt: null, channels, sweeps, commands: [], tags: [], comment: null, conditions: {} };
}

function samplesOf(values: Float64Array, { reversed }: ColumnMeaning): Float32Array {
  return reversed === true ? Float32Array.from(values, (value) => -value) : Float32Array.from(values);
}

/** Where the time goes back to about its start. */
function restarts(values: Float64Array): { from: number; to: number }[] {
  const first = values[0]!;
  const step = (values[1] ?? first) - first;
  const starts = [0];
  for (let i = 2; i < values.length; i++) if (values[i]! < values[i - 1]! && Math.abs(values[i]! - first) <= Math.abs(step)) starts.push(i);
  return starts.map((from, k) => ({ from, to: starts[k + 1] ?? values.length }));
}

/** The common title of columns that are numbered sweeps of one signal; null where they are different signals. */
function sweepsSideBySide(used: readonly { readonly column: TableColumn; readonly meaning: ColumnMeaning }[]): string | null {
  if (used.length < 2 || new Set(used.map(({ meaning }) => `${meaning.role} ${meaning.unit}`)).size > 1) return null;
  const stems = used.map(({ column }) => /^(.*?)[\s_.#-]*\d+$/.exec(column.title.trim())?.[1]);
  const stem = stems[0];
  return stem !== undefined && /[a-z]{2}|^[vi]$/i.test(stem) && stems.every((other) => other === stem) ? stem : null;
}
