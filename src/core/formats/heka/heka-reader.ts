import { FormatError } from '../format-error.ts';
import type { ImportedCommand, ImportedConditions, ImportedRecording, ImportedSweep } from '../imported.ts';
import type { FormatReader } from '../reader.ts';
import { roundRate } from '../round-rate.ts';
import { startsWith } from '../starts-with.ts';
import { statedValue } from '../stated-value.ts';
import { hekaParts, type HekaParts } from './heka-bundle.ts';
import { hekaDate } from './heka-date.ts';
import { readHekaStimulus, stimulusSweep, whyNotRebuilt, type HekaStimulus } from './heka-stimulus.ts';
import { readHekaTrace, type HekaTrace } from './heka-trace.ts';
import { field, isHekaTree, readHekaTree, type HekaNode, type HekaTree } from './heka-tree.ts';

/** HEKA PatchMaster recordings, bundled (.dat) or as .dat, .pul and .pgf side by side; each series is one recording. */
export const hekaReader: FormatReader = {
  name: 'HEKA PatchMaster',
  recognises: (bytes) => startsWith(bytes, 'DAT2') || startsWith(bytes, 'DAT1') || isHekaTree(bytes),
  read(source) {
    const parts = hekaParts(source);
    const notes: string[] = [];
    const pulsed = readHekaTree(parts.pulsed, 5, 'pulsed tree');
    const stimuli = readStimuli(parts, notes);
    const budget = { left: parts.data.length };
    const recordings = pulsed.root.children.flatMap((group) => {
      const label = field(group, 4, 32, (at) => pulsed.reader.text(at, 32), '');
      return group.children.map((series) => readSeries({ parts, pulsed, stimuli, budget, notes }, series, label));
    });
    const version = parts.version || field(pulsed.root, 8, 32, (at) => pulsed.reader.text(at, 32), '');
    return { format: parts.bundled ? 'HEKA DAT2' : 'HEKA loose', version, recordings, notes };
  },
};

interface Context {
  readonly parts: HekaParts;
  readonly pulsed: HekaTree;
  readonly stimuli: readonly HekaStimulus[];
  /** Bytes of samples not yet read: traces cannot share samples. */
  readonly budget: { left: number };
  readonly notes: string[];
}

function readStimuli({ stimulus, bundled }: HekaParts, notes: string[]): HekaStimulus[] {
  if (stimulus === null) {
    notes.push(`The stimulus tree (.pgf) is not ${bundled ? 'in the bundle' : 'beside the recording'}; commands are not known.`);
    return [];
  }
  try {
    const { reader, root } = readHekaTree(stimulus, 4, 'stimulus tree');
    return root.children.map((node) => readHekaStimulus(reader, node));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    notes.push(`Commands are not known. ${error.message}`);
    return [];
  }
}

function readSeries(context: Context, series: HekaNode, group: string): ImportedRecording {
  const { pulsed, notes } = context;
  const r = pulsed.reader;
  const label = field(series, 4, 32, (at) => r.text(at, 32), '');
  const name = [group, label].filter((part) => part !== '').join(' / ') || null;
  const traces = series.children.map((sweep) => sweep.children.map((node) => readHekaTrace(r, node)));
  const used = traces[0] ?? [];
  const first = used[0];
  const sweeps: ImportedSweep[] = [];
  const startTimes = series.children.map((sweep) => field(sweep, 48, 8, (at) => r.f64(at), NaN));
  traces.forEach((row, i) => {
    if (row.length !== used.length || row.some((trace, k) => trace.label !== used[k]!.label)) {
      notes.push(`Series "${name}": sweep ${i + 1} has other traces than the first and was left out.`);
      return;
    }
    const since = startTimes[i]! - startTimes[0]!;
    const points = row[0]?.points ?? 0;
    if (row.some((trace) => trace.points !== points))
      notes.push(`Series "${name}": traces of sweep ${i + 1} differ in length; they are cut to the shortest.`);
    const shortest = Math.min(...row.map((trace) => trace.points));
    if (row.length > 0)
      sweeps.push({
        startS: since >= 0 && since < 1e7 ? Number(since.toFixed(6)) : 0,
        data: row.map((trace) => samplesOf(context, trace).subarray(0, shortest)),
      });
  });
  if (first !== undefined && !(first.intervalS > 0))
    throw new FormatError(`Series "${name}" of this HEKA file has a sampling interval of ${first.intervalS} s, expected more than 0.`);
  const stimulus =
    series.children[0] === undefined ? undefined : context.stimuli[field(series.children[0], 40, 4, (at) => r.i32(at), 0) - 1];
  const comment = field(series, 36, 80, (at) => r.text(at, 80), '');
  return {
    name,
    sampleRateHz: first === undefined ? null : roundRate(1 / first.intervalS),
    startedAt: hekaDate(field(series, 136, 8, (at) => r.f64(at), NaN)),
    channels: used.map((trace, i) => ({ name: trace.label || `Trace ${i + 1}`, unit: trace.unit })),
    sweeps,
    commands: stimulus === undefined ? [] : commandsOf(stimulus, sweeps, name, notes),
    tags: [],
    comment: comment === '' ? null : comment,
    conditions: first === undefined ? {} : conditionsOf(r, series, first),
  };
}

function samplesOf({ parts, budget }: Context, trace: HekaTrace): Float32Array {
  if (trace.points < 0 || 2 * trace.points > budget.left) {
    throw new FormatError(
      `This HEKA file is cut off or damaged: trace "${trace.label}" declares ${trace.points} points, more than the file has ` +
        `left. Copy it again from where it was recorded.`,
    );
  }
  budget.left -= 2 * trace.points;
  return trace.samples(parts.data);
}

function commandsOf(stimulus: HekaStimulus, sweeps: readonly ImportedSweep[], series: string | null, notes: string[]): ImportedCommand[] {
  if (!(stimulus.intervalS > 0)) return [];
  return stimulus.channels.flatMap((channel, i): ImportedCommand[] => {
    // Channels without segments only record.
    if (channel.segments.length === 0 || (channel.unit !== 'V' && channel.unit !== 'A')) return [];
    const reason = whyNotRebuilt(channel);
    if (reason !== null) {
      notes.push(`Series "${series}": output ${i + 1} is not among its commands, since ${reason}.`);
      return [];
    }
    return [
      {
        name: stimulus.name,
        unit: channel.unit,
        source: 'stimulus table',
        sweep: (k) => stimulusSweep(channel, stimulus, k, sweeps[k]?.data[0]?.length ?? 0),
      },
    ];
  });
}

/** Place of the amplifier's state in a series record (version 9). */
const AMPLIFIER = 472;

function conditionsOf(r: HekaTree['reader'], series: HekaNode, trace: HekaTrace): ImportedConditions {
  const state = (offset: number): number => field(series, AMPLIFIER + offset, 8, (at) => r.f64(at), NaN);
  const rsOn = field(series, AMPLIFIER + 240, 1, (at) => r.u8(at), 0) !== 0;
  const junctionMv = state(136) * 1e3;
  const sweep = series.children[0];
  const temperature = sweep === undefined ? NaN : field(sweep, 96, 8, (at) => r.f64(at), NaN);
  const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
  return {
    ...(within(trace.cSlowF * 1e12, 0.1, 10_000) ? { membraneCapacitancePf: statedValue(trace.cSlowF * 1e12) } : {}),
    ...(within(1e-6 / trace.gSeriesS, 0.01, 1000) ? { seriesResistanceMohm: statedValue(1e-6 / trace.gSeriesS) } : {}),
    ...(rsOn && within(state(40), 0, 1) ? { compensationPercent: statedValue(state(40) * 100) } : {}),
    ...(within(trace.bandwidthHz, 1, 1e6) ? { filterHz: statedValue(trace.bandwidthHz) } : {}),
    ...(junctionMv !== 0 && within(junctionMv, -100, 100) ? { junctionPotentialMv: statedValue(junctionMv) } : {}),
    ...(within(temperature, 1, 50) ? { temperatureC: statedValue(temperature) } : {}),
    ...(trace.recordingMode === 3
      ? { clampMode: 'voltage clamp' as const }
      : trace.recordingMode === 4
        ? { clampMode: 'current clamp' as const }
        : {}),
  };
}
