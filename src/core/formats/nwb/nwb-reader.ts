import { FormatError } from '../format-error.ts';
import type { Hdf5File } from '../hdf5/hdf5-file.ts';
import type { ImportedCommand, ImportedFile, ImportedRecording, ImportedTag } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import { ownStatements, type OwnStatement } from './own-statements.ts';
import { readNwbSeries, textAttribute, type NwbSeries } from './nwb-series.ts';

const RECORDED: ReadonlySet<string> = new Set(['VoltageClampSeries', 'CurrentClampSeries', 'IZeroClampSeries', 'PatchClampSeries']);
/** Series of one file that are read at most. */
const MOST_SERIES = 20_000;

/**
 * Neurodata Without Borders 2.x: recordings of intracellular electrophysiology and what was played with them.
 * @throws FormatError where it is another version
 */
export function readNwb(file: Hdf5File): ImportedFile {
  const version = nwbVersion(file) ?? '';
  if (!/^2\./.test(version))
    throw new FormatError(
      `This is an NWB file of version "${shownText(version, 20)}"; versions 2.x are read. Convert it with the tools of NWB.`,
    );
  const notes: string[] = [];
  const recorded = seriesIn(file, '/acquisition', (type) => RECORDED.has(type), notes);
  const played = seriesIn(file, '/stimulus/presentation', (type) => /StimulusSeries$/.test(type), notes);
  if (recorded.length === 0) notes.push('This NWB file holds no recording of intracellular electrophysiology.');
  const startedAt = textOf(file, '/session_start_time');
  const tags = annotations(file, notes);
  const own = ownStatements(file);
  const readable = readableOf(recorded, notes);
  const recordings = groups(readable, own).map((series) => {
    const recording = recordingOf(series, played, startedAt, tags, textOf(file, '/session_description'), notes);
    const stated = own.get(series[0]?.sweepNumber ?? NaN);
    return stated === undefined ? recording : asRecorded(recording, stated);
  });
  return { format: 'NWB', version, recordings, notes };
}

/** The version is an attribute of the root; version 1 kept it as a data set. */
export function nwbVersion(file: Hdf5File): string | null {
  const attribute = textAttribute(file.get('/'), 'nwb_version');
  return attribute === '' ? textOf(file, '/nwb_version') : attribute;
}

function textOf(file: Hdf5File, path: string): string | null {
  const node = file.get(path);
  const text = node?.kind === 'dataset' && node.type === 'string' && node.shape.length === 0 ? node.texts()[0] : undefined;
  return text === undefined || text === '' ? null : shownText(text, 300);
}

function seriesIn(file: Hdf5File, folder: string, wanted: (type: string) => boolean, notes: string[]): NwbSeries[] {
  const node = file.get(folder);
  const names = node?.kind === 'group' ? node.names : [];
  if (names.length > MOST_SERIES) notes.push(`Of ${names.length} series the first ${MOST_SERIES} are read.`);
  return names.slice(0, MOST_SERIES).flatMap((name) => {
    const path = `${folder}/${name}`;
    const group = file.get(path);
    const type = textAttribute(group, 'neurodata_type');
    if (group?.kind !== 'group' || type === 'AnnotationSeries') return [];
    if (!wanted(type)) {
      notes.push(`"${shownText(name, 60)}" in ${folder} is of type ${shownText(type, 40) || 'unknown'}, which is not read.`);
      return [];
    }
    try {
      return [readNwbSeries(file, path, name, group)];
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      notes.push(`${error.message} It was left out.`);
      return [];
    }
  });
}

/** Series whose values can be read; the others are named, and cost these nothing. @throws FormatError where there is none of them */
function readableOf(recorded: readonly NwbSeries[], notes: string[]): NwbSeries[] {
  const reasons: FormatError[] = [];
  const readable = recorded.filter((series) => {
    const reason = failureOf(series);
    if (reason === null) return true;
    reasons.push(reason);
    notes.push(leftOut(series, reason));
    return false;
  });
  if (readable.length === 0 && reasons[0] !== undefined) throw reasons[0];
  return readable;
}

/** Why the values of a series cannot be read; null where they can, and are read. */
function failureOf(series: NwbSeries): FormatError | null {
  try {
    series.values();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

function leftOut({ name }: NwbSeries, reason: FormatError): string {
  return `Series "${shownText(name, 60)}" was left out: ${reason.message}`;
}

/** A recording of ours with what its series have no field for. */
function asRecorded(recording: ImportedRecording, { conditions, startedAt }: OwnStatement): ImportedRecording {
  return {
    ...recording,
    ...(startedAt === null ? {} : { startedAt, sweeps: recording.sweeps.map((sweep) => ({ ...sweep, startS: 0 })) }),
    conditions: { ...recording.conditions, ...conditions },
  };
}

/** Series of one electrode, kind, rate and stimulus are sweeps of one recording; of a file of ours each is a recording. */
function groups(series: readonly NwbSeries[], own: ReadonlyMap<number, OwnStatement>): NwbSeries[][] {
  const found = new Map<string, NwbSeries[]>();
  for (const one of series) {
    const number = own.has(one.sweepNumber ?? NaN) ? one.sweepNumber : null;
    const key = JSON.stringify([one.electrode, one.type, one.unit, one.rateHz, one.description, number]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].map((sweeps) => sweeps.sort((a, b) => a.startS - b.startS));
}

function recordingOf(
  series: readonly NwbSeries[],
  stimulusSeries: readonly NwbSeries[],
  startedAt: string | null,
  tags: readonly ImportedTag[],
  comment: string | null,
  notes: string[],
): ImportedRecording {
  const first = series[0]!;
  const name = series.length === 1 ? first.name : commonStem(series.map((one) => one.name));
  const stimuli = series.map((one) => stimulusOf(one, stimulusSeries, series.length === 1));
  const commands: ImportedCommand[] = [];
  const found = stimuli.find((stimulus) => stimulus !== null);
  if (found !== undefined) {
    if (stimuli.some((stimulus) => stimulus === null))
      notes.push(`Not every sweep of "${shownText(name, 60)}" has a stimulus in the file; its command is unknown there.`);
    // The file is closed when a command is asked for.
    const played = stimuli.map((stimulus) => {
      const reason = stimulus === null ? null : failureOf(stimulus);
      if (stimulus !== null && reason !== null) notes.push(leftOut(stimulus, reason));
      return stimulus === null || reason !== null ? null : stimulus.values();
    });
    commands.push({
      name: found.name,
      unit: found.unit,
      source: 'stimulus series',
      sweep(i) {
        const values = new Float32Array(series[i]?.samples ?? 0).fill(NaN);
        values.set((played[i] ?? new Float32Array(0)).subarray(0, values.length));
        return values;
      },
    });
  }
  return {
    name: /^(|none|N\/A)$/.test(first.description) ? name : first.description,
    sampleRateHz: first.rateHz,
    startedAt,
    channels: [{ name, unit: first.unit }],
    sweeps: series.map((one) => ({ startS: one.startS, data: [one.values()] })),
    commands,
    tags,
    comment,
    conditions: first.conditions,
    ...(series.some(({ simulated }) => simulated) ? { simulated: true } : {}),
  };
}

/** What was played with a sweep: of the same electrode and rate, by its sweep number, else by its start; a single pair belongs together. */
function stimulusOf(sweep: NwbSeries, played: readonly NwbSeries[], only: boolean): NwbSeries | null {
  const wanted = sweep.type === 'VoltageClampSeries' ? 'voltage' : 'current';
  const fitting = played.filter(
    ({ electrode, rateHz, unit }) =>
      (electrode === sweep.electrode || electrode === '') && rateHz === sweep.rateHz && siUnit(unit)?.quantity === wanted,
  );
  const byNumber = sweep.sweepNumber === null ? undefined : fitting.find(({ sweepNumber }) => sweepNumber === sweep.sweepNumber);
  const byStart = fitting.find(({ startS, samples }) => Math.abs(startS - sweep.startS) < 0.5 / sweep.rateHz && samples === sweep.samples);
  return byNumber ?? byStart ?? (only && fitting.length === 1 ? fitting[0]! : null);
}

function commonStem(names: readonly string[]): string {
  let stem = names[0]!;
  for (const name of names) while (!name.startsWith(stem)) stem = stem.slice(0, -1);
  return stem.replace(/[\s_\-0]+$/, '') || names[0]!;
}

function annotations(file: Hdf5File, notes: string[]): ImportedTag[] {
  const node = file.get('/acquisition');
  const names = node?.kind === 'group' ? node.names.slice(0, MOST_SERIES) : [];
  return names.flatMap((name) => {
    const path = `/acquisition/${name}`;
    if (textAttribute(file.get(path), 'neurodata_type') !== 'AnnotationSeries') return [];
    const [data, times] = [file.get(`${path}/data`), file.get(`${path}/timestamps`)];
    if (data?.kind !== 'dataset' || data.type !== 'string' || times?.kind !== 'dataset' || times.type !== 'float') {
      notes.push(`The annotations "${shownText(name, 60)}" have no text or no times and were left out.`);
      return [];
    }
    const at = times.numbers();
    return data.texts().flatMap((text, i) => (Number.isFinite(at[i]) ? [{ timeS: at[i]!, text: shownText(text, 200) }] : []));
  });
}
