import type { ImportedRecording, ImportedSweep } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { guessColumns } from '../table/guess-columns.ts';
import type { TableColumn } from '../table/table-column.ts';
import { tableRecording } from '../table/table-recording.ts';
import { titleUnit } from '../title-unit.ts';
import { hekaExport } from './heka-export.ts';
import { labchartExport } from './labchart-export.ts';
import { sweepsApart } from './mat-parts.ts';
import { matTable } from './mat-table.ts';
import type { MatVariable } from './mat-variable.ts';
import { spike2Export } from './spike2-export.ts';

/** Fewer values than this are settings, not samples. */
const LEAST_SAMPLES = 16;
/** Names of a sampling rate in Hz or kHz, and of an interval. */
const RATE = /(^|[._])(fs|srate|samp(le|ling)?_?(rate|freq(uency)?)(_?hz)?|rate_?hz|freq_?hz)$/i;
const INTERVAL = /(^|[._])(dt|si|samp(le|ling)?_?interval)(_(s|ms|us))?$/i;

interface Signal {
  readonly name: string;
  readonly unit: string;
  readonly rows: number;
  readonly sweeps: readonly Float64Array[];
}

/**
 * Recordings among the variables of a MATLAB file: exports of PatchMaster (Trace_1_1_1_1), LabChart and Spike2; else the elements of an
 * array of structures as sweeps, a matrix whose first column is the time, or vectors and matrices of one length beside a time vector or a
 * rate, where columns of a matrix are sweeps.
 */
export function matRecordings(variables: readonly MatVariable[], notes: string[]): ImportedRecording[] {
  const exported = hekaExport(variables, notes);
  if (exported.length > 0) return exported;
  const recordings = ownRecordings(variables, notes);
  const bare = recordings.flatMap(({ channels }) => channels).find(({ unit }) => unit === '');
  if (bare !== undefined)
    notes.push(
      `Variable "${shownText(bare.name, 40)}" has no unit. Name it in the variable (${shownText(bare.name.split('.').at(-1)!, 20)}_pA) ` +
        `or in a text beside it (..._unit), and save the file again.`,
    );
  return recordings;
}

function ownRecordings(variables: readonly MatVariable[], notes: string[]): ImportedRecording[] {
  const ofProgram = labchartExport(variables, notes) ?? spike2Export(variables, notes);
  if (ofProgram !== null) return [ofProgram];
  const parts = sweepsApart(variables);
  return parts === null ? plainRecordings(variables, notes) : sweepsOf(parts, notes);
}

/** Elements of an array as sweeps of one recording, one after the other; those of other channels are left out. */
function sweepsOf(parts: readonly (readonly MatVariable[])[], notes: string[]): ImportedRecording[] {
  const read = parts.map((part, k) => plainRecordings(part, k === 0 ? notes : [])[0]);
  const first = read.find((recording) => recording !== undefined);
  if (first === undefined) return [];
  const key = ({ channels, sampleRateHz }: ImportedRecording): string => JSON.stringify([channels, sampleRateHz]);
  const sweeps: ImportedSweep[] = [];
  for (const [k, one] of read.entries()) {
    if (one === undefined || key(one) !== key(first)) {
      notes.push(`Sweep ${k + 1} has other channels than the first, or another sampling rate, and was left out.`);
      continue;
    }
    for (const { data } of one.sweeps) {
      const last = sweeps.at(-1);
      const startS = last === undefined ? 0 : last.startS + last.data[0]!.length / (first.sampleRateHz ?? 1);
      sweeps.push({ startS: Number(startS.toFixed(9)), data });
    }
  }
  if (sweeps.length > 1) notes.push('The file does not state when its sweeps began; they are placed one after the other.');
  return [{ ...first, sweeps }];
}

function plainRecordings(variables: readonly MatVariable[], notes: string[]): ImportedRecording[] {
  const table = matTable(variables, notes);
  if (table !== null) return [table];
  const time = variables.find(
    ({ name, dims, content }) =>
      content.kind === 'numbers' &&
      content.values.length >= LEAST_SAMPLES &&
      isVector(dims) &&
      /(^|[._])(t|time|times)(_(s|ms|us))?$/i.test(name),
  );
  const rows = time?.content.kind === 'numbers' ? time.content.values.length : null;
  const signals = variables.flatMap((variable) => (variable === time ? [] : signalOf(variable, variables, rows)));
  const length = rows ?? mostCommon(signals.map((signal) => signal.rows));
  const used = signals.filter((signal) => signal.rows === length);
  for (const { name, rows: other } of signals)
    if (other !== length)
      notes.push(`Variable "${shownText(name, 60)}" has ${other} samples where the recording has ${length}; it was left out.`);
  if (used.length === 0 || length === undefined) {
    notes.push(
      `This MATLAB file holds no vector or matrix of at least ${LEAST_SAMPLES} samples; its variables are ` +
        `${shownText(variables.map(({ name }) => name).join(', '), 200) || 'none'}.`,
    );
    return [];
  }
  const sweepCount = Math.max(...used.map(({ sweeps }) => sweeps.length));
  const whole = used.filter(({ sweeps }) => sweeps.length === sweepCount);
  for (const { name, sweeps } of used)
    if (sweeps.length !== sweepCount)
      notes.push(`Variable "${shownText(name, 60)}" has ${sweeps.length} sweep(s), others have ${sweepCount}; it was left out.`);
  const clock: TableColumn[] =
    time?.content.kind === 'numbers'
      ? [{ title: 'Time', unit: ownUnit(time.name, variables), values: Float64Array.from(time.content.values) }]
      : [];
  const parts = Array.from({ length: sweepCount }, (_, k) => {
    const columns = [...clock, ...whole.map(({ name, unit, sweeps }) => ({ title: name, unit, values: sweeps[k]! }))];
    // What a field is stands in the last part of its name.
    const fields = columns.map((column) => ({ ...column, title: column.title.split('.').at(-1)! }));
    return { columns, meanings: guessColumns(fields), sampleRateHz: statedRate(variables), place: (row: number) => `Sample ${row + 1}` };
  });
  const first = tableRecording(parts[0]!, notes);
  const sweeps = parts.flatMap((part, k) => {
    const { data } = (k === 0 ? first : tableRecording({ ...part, meanings: parts[0]!.meanings }, [])).sweeps[0]!;
    return [{ startS: first.sampleRateHz === null ? 0 : (k * length) / first.sampleRateHz, data }];
  });
  if (sweepCount > 1) notes.push('The file does not state when its sweeps began; they are placed one after the other.');
  return [{ ...first, sweeps: sweepCount === 1 ? first.sweeps : sweeps }];
}

const isVector = (dims: readonly number[]): boolean => dims.filter((side) => side > 1).length <= 1;

function signalOf({ name, dims, content }: MatVariable, all: readonly MatVariable[], rows: number | null): Signal[] {
  if (content.kind !== 'numbers' || content.values.length < LEAST_SAMPLES || dims.length > 2) return [];
  const [down = 1, across = 1] = dims;
  const { values } = content;
  const titled = { name: withoutUnit(name), unit: ownUnit(name, all) };
  if (down === 1 || across === 1) return [{ ...titled, rows: values.length, sweeps: [Float64Array.from(values)] }];
  // Samples run down, as MATLAB plots them, unless the time or the longer side says otherwise.
  const downwards = rows === null ? down >= across : down === rows || across !== rows;
  const [samples, sweeps] = downwards ? [down, across] : [across, down];
  const at = (k: number, i: number): number => values[downwards ? k * down + i : i * down + k]!;
  return [
    {
      ...titled,
      rows: samples,
      sweeps: Array.from({ length: sweeps }, (_, k) => Float64Array.from({ length: samples }, (__, i) => at(k, i))),
    },
  ];
}

/** A unit stands in the last part of a name alone: the field V of a structure is no volt. */
function withoutUnit(name: string): string {
  const last = name.split('.').at(-1)!;
  return name.slice(0, name.length - last.length) + titleUnit(last).name;
}

/** A unit in the variable's name (Vm_mV), or in a text variable beside it (Vm_unit, units.Vm). */
function ownUnit(name: string, all: readonly MatVariable[]): string {
  const last = name.split('.').at(-1)!;
  const beside = all.find(
    (other) =>
      other.content.kind === 'text' &&
      (new RegExp(`^${escape(name)}_units?$`, 'i').test(other.name) || new RegExp(`units?\\.${escape(last)}$`, 'i').test(other.name)),
  );
  return beside?.content.kind === 'text' ? beside.content.text : titleUnit(last).unit;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function statedRate(variables: readonly MatVariable[]): number | null {
  for (const { name, content } of variables) {
    if (content.kind !== 'numbers' || content.values.length !== 1) continue;
    const value = content.values[0]!;
    if (RATE.test(name) && value >= 400 && value <= 1e6) return value;
    const interval = INTERVAL.exec(name);
    if (interval === null || !(value > 0)) continue;
    const named = { s: 1, ms: 1e-3, us: 1e-6 }[interval[4] ?? ''];
    // Without a unit, the one that makes a rate of electrophysiology.
    const unitS = named ?? [1, 1e-3, 1e-6].find((unit) => 1 / (value * unit) >= 400 && 1 / (value * unit) <= 1e6);
    if (unitS !== undefined) return 1 / (value * unitS);
  }
  return null;
}

function mostCommon(lengths: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}
