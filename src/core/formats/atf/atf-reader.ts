import { evenClock } from '../even-clock.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedChannel, ImportedSweep } from '../imported.ts';
import { ownNotes } from '../own-notes.ts';
import type { FormatReader } from '../reader.ts';
import { siUnit } from '../si-unit.ts';
import { startsWith } from '../starts-with.ts';
import { plainMicro, titleUnit } from '../title-unit.ts';
import { cells, readAtfTable, unquote, type AtfTable } from './atf-table.ts';

/** Axon Text Files, as Clampfit exports recordings and Clampex reads stimuli. */
export const atfReader: FormatReader = {
  name: 'ATF',
  recognises: (bytes) => startsWith(bytes, 'ATF') && (bytes[3] === 9 || bytes[3] === 32),
  read({ bytes }) {
    const table = readAtfTable(bytes);
    const notes: string[] = [];
    const time = titleUnit(table.titles[0]!);
    const timeUnit = siUnit(time.unit);
    const hasTime = timeUnit?.quantity === 'time' || /time/i.test(time.name);
    const unitS = timeUnit?.quantity === 'time' ? timeUnit.factor : 1;
    const rows = table.columns[0]!.length;
    if (hasTime && timeUnit?.quantity !== 'time') notes.push('The time column has no unit; seconds were assumed.');
    if (!hasTime) notes.push('This ATF file has no time column; enter the sampling rate.');
    if (rows < 2) throw new FormatError(`This ATF file has ${rows} ${rows === 1 ? 'row' : 'rows'} of samples, expected at least 2.`);
    const clock = hasTime ? evenClock(table.columns[0]!, unitS, (sample) => `Line ${table.firstRowLine + sample}`) : null;
    const { channels, sweeps } = grouped(table, hasTime ? 1 : 0, clock?.startS ?? 0, notes);
    return {
      format: 'ATF',
      version: table.version,
      recordings: [
        {
          name: null,
          sampleRateHz: clock?.rateHz ?? null,
          startedAt: null,
          channels,
          sweeps,
          commands: [],
          tags: [],
          comment: headerValue(table, 'Comment'),
          conditions: {},
          ...ownNotes(table.header.map(unquote)),
        },
      ],
      notes,
    };
  },
};

function headerValue(table: AtfTable, key: string): string | null {
  const line = table.header.map(unquote).find((text) => text.startsWith(`${key}=`));
  const value = line
    ?.slice(key.length + 1)
    .replaceAll('"', '')
    .trim();
  return value === undefined || value === '' ? null : value;
}

/** Columns side by side are sweeps of the same signals: by the header's signal names, else by the trace number in the titles. */
function grouped(
  table: AtfTable,
  first: number,
  startS: number,
  notes: string[],
): { channels: ImportedChannel[]; sweeps: ImportedSweep[] } {
  const titles = table.titles.slice(first).map(titleUnit);
  const columns = table.columns.slice(first);
  const line = table.header.find((text) => /^"?Signals=/.test(text));
  const signals = line === undefined ? [] : cells(line).slice(1).map(unquote);
  const named = signals.length === columns.length;
  const trace = titles.map(({ name }) => /^Trace\s*#(\d+)/i.exec(name)?.[1]);
  const inOneSweep = named
    ? new Set(signals).size
    : trace.every((number) => number !== undefined)
      ? trace.filter((number) => number === trace[0]).length
      : columns.length;
  const count = inOneSweep > 0 && columns.length % inOneSweep === 0 ? columns.length / inOneSweep : 1;
  const width = columns.length / count;
  const starts = (headerValue(table, 'SweepStartTimesMS') ?? '').split(',').map((text) => Number(text) / 1000);
  const statedStarts = starts.length === count && starts.every((start) => Number.isFinite(start) && start >= 0);
  const rows = columns[0]?.length ?? 0;
  if (count > 1 && !statedStarts) notes.push('The file does not state when its sweeps began; they are placed one after the other.');
  const times = table.columns[0]!;
  const lengthS = first === 1 && rows > 1 ? ((times[rows - 1]! - times[0]!) * rows) / (rows - 1) : 0;
  const channels = titles.slice(0, width).map(({ name, unit }, i) => ({ name: named ? signals[i]! : name, unit: plainMicro(unit) }));
  const sweeps = Array.from({ length: count }, (_, s) => ({
    startS: statedStarts ? starts[s]! : startS + s * lengthS,
    data: columns.slice(s * width, (s + 1) * width).map((column) => Float32Array.from(column)),
  }));
  return { channels, sweeps };
}
