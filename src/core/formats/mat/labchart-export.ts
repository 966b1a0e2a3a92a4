import { roundRate } from '../round-rate.ts';
import type { ImportedRecording, ImportedSweep } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { numbersNamed, rowsNamed, type MatVariable } from './mat-variable.ts';

/** Channels and blocks of one file at most. */
const MOST_PARTS = 100_000;

/**
 * LabChart's export to MATLAB: all samples in one row `data`, of channel c in block b those from datastart(c, b) to dataend(c, b), counted
 * from 1; blocks are sweeps. Null for other files.
 */
export function labchartExport(variables: readonly MatVariable[], notes: string[]): ImportedRecording | null {
  const held = heldIn(variables);
  if (held === null) return null;
  const { channels, rate } = held;
  const titles = rowsNamed(variables, 'titles');
  const units = rowsNamed(variables, 'unittext');
  const unitOf = numbersNamed(variables, 'unittextmap')?.values;
  const nameOf = (c: number): string => shownText(titles[c] ?? '', 60) || `Channel ${c + 1}`;
  const used = Array.from({ length: channels }, (_, c) => c).filter((c) => {
    if (isUsed(held, c)) return true;
    notes.push(`Channel "${nameOf(c)}" has another sampling rate, or no samples in the first block, and was left out.`);
    return false;
  });
  const sweeps = used.length === 0 ? [] : sweepsOf(held, used, numbersNamed(variables, 'blocktimes')?.values, notes);
  if (sweeps.length === 0) return null;
  return {
    name: null,
    sampleRateHz: roundRate(rate),
    startedAt: null,
    channels: used.map((c) => ({ name: nameOf(c), unit: units[(unitOf?.[c] ?? 0) - 1] ?? '' })),
    sweeps,
    commands: [],
    tags: [],
    comment: rowsNamed(variables, 'comtext').join(' | ') || null,
    conditions: {},
  };
}

interface Held {
  readonly data: Float64Array;
  /** Of channel c in block b at b * channels + c. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly rates: Float64Array;
  /** Of samples that are kept as whole numbers. */
  readonly scale: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  readonly channels: number;
  readonly blocks: number;
  /** Hz, of the channels that are read. */
  readonly rate: number;
}

function heldIn(variables: readonly MatVariable[]): Held | null {
  const [data, starts, ends, rates] = ['data', 'datastart', 'dataend', 'samplerate'].map((name) => numbersNamed(variables, name));
  if (data == null || starts == null || ends == null || rates == null) return null;
  const [channels = 0, blocks = 0] = starts.dims;
  const parts = channels * blocks;
  const rate = rates.values.find((value) => value > 0);
  const fits = starts.values.length === parts && ends.values.length === parts && rates.values.length === parts;
  if (parts < 1 || parts > MOST_PARTS || !fits || rate === undefined) return null;
  return {
    data: data.values,
    starts: starts.values,
    ends: ends.values,
    rates: rates.values,
    scale: numbersNamed(variables, 'scaleunits')?.values,
    offset: numbersNamed(variables, 'scaleoffset')?.values,
    channels,
    blocks,
    rate,
  };
}

function isUsed({ starts, rates, rate }: Held, at: number): boolean {
  return starts[at]! > 0 && rates[at] === rate;
}

/** @param times of the blocks in days, as MATLAB counts them */
function sweepsOf(held: Held, used: readonly number[], times: Float64Array | undefined, notes: string[]): ImportedSweep[] {
  const sweeps: ImportedSweep[] = [];
  for (let b = 0; b < held.blocks; b++) {
    const parts = used.map((c) => samplesAt(held, b * held.channels + c));
    const length = Math.min(...parts.map((part) => part.length));
    if (length === 0) {
      notes.push(`Block ${b + 1} lacks a channel, or says that it lies outside of the data; it was left out.`);
      continue;
    }
    const since = times === undefined ? NaN : 86_400 * (times[b]! - times[0]!);
    const last = sweeps.at(-1);
    const after = last === undefined ? 0 : last.startS + last.data[0]!.length / held.rate;
    sweeps.push({ startS: since >= after ? Number(since.toFixed(4)) : after, data: parts.map((part) => part.subarray(0, length)) });
  }
  return sweeps;
}

/** Samples of a channel in a block; none where it says that it lies outside of the data. */
function samplesAt(held: Held, at: number): Float32Array {
  const { data, starts, ends, scale, offset } = held;
  const [from, to] = [starts[at]! - 1, ends[at]!];
  if (!isUsed(held, at) || !Number.isInteger(from) || from < 0 || !(to <= data.length && to > from)) return new Float32Array(0);
  const factor = scale?.[at] ?? 1;
  const zero = offset?.[at] ?? 0;
  return Float32Array.from(data.subarray(from, to), (value) => factor * (value + zero));
}
