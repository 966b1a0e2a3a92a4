import { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedChannel, ImportedSweep } from '../imported.ts';
import type { FormatReader } from '../reader.ts';
import { roundRate } from '../round-rate.ts';
import { shownText } from '../shown-text.ts';
import { startsWith } from '../starts-with.ts';
import { titleUnit } from '../title-unit.ts';
import { readAxographColumns, utf16, type AxographColumn } from './axograph-columns.ts';
import { axographDate } from './axograph-date.ts';

/** Steps of a stored time column may differ by this part. */
const CLOCK_TOLERANCE = 1e-3;

export const axographReader: FormatReader = {
  name: 'AxoGraph',
  recognises: (bytes) => startsWith(bytes, 'AxGr') || startsWith(bytes, 'axgx'),
  read({ bytes }) {
    const r = new ByteReader(bytes, 'AxoGraph file', false);
    const notes: string[] = [];
    const { version, columns, end } = readAxographColumns(r);
    const clock = clockOf(columns[0]!);
    const data = columns.slice(1).flatMap((column) => (column.kind === 'samples' ? [column] : []));
    if (data.length < columns.length - 1)
      notes.push(`${columns.length - 1 - data.length} column(s) hold a series of numbers instead of samples and were left out.`);
    if (data.length === 0) throw new FormatError('This AxoGraph file holds no recorded column beside its time.');
    const { channels, sweeps } = grouped(data, clock, notes);
    const { comment, text } = version >= 3 ? trailer(r, end, notes) : { comment: '', text: '' };
    return {
      format: 'AxoGraph',
      version: String(version),
      recordings: [
        {
          name: null,
          sampleRateHz: roundRate(1 / clock.stepS),
          startedAt: axographDate(text),
          channels,
          sweeps,
          commands: [],
          tags: [],
          comment: [comment, text].filter((part) => part !== '').join(' | ') || null,
          conditions: {},
        },
      ],
      notes,
    };
  },
};

interface Clock {
  readonly firstS: number;
  readonly stepS: number;
}

function clockOf(column: AxographColumn): Clock {
  if (column.kind === 'clock') {
    if (column.stepS > 0 && Number.isFinite(column.firstS)) return column;
    throw new FormatError(`This AxoGraph file is damaged: its time has a step of ${column.stepS} s, expected more than 0.`);
  }
  const { samples } = column;
  const stepS = (samples[samples.length - 1]! - samples[0]!) / (samples.length - 1);
  if (!(stepS > 0))
    throw new FormatError(
      `The first column of this AxoGraph file, "${shownText(column.title, 40)}", does not rise as a time must; only recordings ` +
        `over time are read.`,
    );
  const uneven = samples.findIndex(
    (value, i) => Math.abs(value - samples[0]! - i * stepS) > Math.max(CLOCK_TOLERANCE * samples.length, 0.5) * stepS,
  );
  if (uneven > 0)
    throw new FormatError(`The time of this AxoGraph file is uneven at point ${uneven + 1}; resample the recording in AxoGraph.`);
  return { firstS: samples[0]!, stepS };
}

/** Titles that repeat in the same order are episodes of the same channels; columns of other lengths or titles stand alone. */
function grouped(
  data: readonly { readonly title: string; readonly samples: Float32Array }[],
  clock: Clock,
  notes: string[],
): { channels: ImportedChannel[]; sweeps: ImportedSweep[] } {
  const width = periodOf(data.map(({ title }) => title));
  const channels = data.slice(0, width).map(({ title }, i) => {
    const { name, unit } = titleUnit(title);
    return { name: name === '' ? `Column ${i + 2}` : name, unit };
  });
  const count = data.length / width;
  const starts = { at: clock.firstS };
  const sweeps = Array.from({ length: count }, (_, s) => {
    const columns = data.slice(s * width, (s + 1) * width).map(({ samples }) => samples);
    const length = Math.min(...columns.map((column) => column.length));
    if (columns.some((column) => column.length !== length))
      notes.push(`Columns of episode ${s + 1} differ in length; they are cut to ${length} samples.`);
    const startS = starts.at;
    starts.at += length * clock.stepS;
    return { startS, data: columns.map((column) => column.subarray(0, length)) };
  });
  if (count > 1) notes.push('AxoGraph files do not state when episodes began; they are placed one after the other.');
  return { channels, sweeps };
}

function periodOf(titles: readonly string[]): number {
  for (let period = 1; period < titles.length; period++) {
    if (titles.length % period === 0 && titles.every((title, i) => title === titles[i % period])) return period;
  }
  return titles.length;
}

/** Comment and notes behind the columns; older files end before them. */
function trailer(r: ByteReader, end: number, notes: string[]): { comment: string; text: string } {
  if (end + 4 > r.length) return { comment: '', text: '' };
  try {
    const comment = utf16(r, end);
    const notesAt = end + 4 + Math.max(0, r.i32(end));
    return { comment: shownText(comment, 1000), text: notesAt + 4 > r.length ? '' : utf16(r, notesAt).replace(/\r\n?/g, '\n') };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    notes.push('The notes behind the samples are damaged and were left out.');
    return { comment: '', text: '' };
  }
}
