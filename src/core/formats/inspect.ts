import { channelSummary } from './channel-summary.ts';
import type { ImportedCommand, ImportedFile, ImportedRecording, ImportedTag } from './imported.ts';
import { shownText } from './shown-text.ts';

/** Levels of a command that are listed at most. */
const MOST_LEVELS = 20;
/** Longest text out of a file. */
const MOST_TEXT = 300;

export interface InspectedSignal {
  readonly name: string;
  readonly unit: string;
  readonly first: readonly (number | null)[];
  readonly last: readonly (number | null)[];
  readonly mean: number | null;
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export interface InspectedCommand extends InspectedSignal {
  readonly source: string;
  /** Different levels of the first sweep, at most 20, in rising order. */
  readonly levels: readonly number[];
}

export interface InspectedRecording {
  readonly name: string | null;
  readonly startedAt: string | null;
  readonly sampleRateHz: number | null;
  readonly sweeps: readonly { readonly samples: number; readonly startS: number }[];
  readonly channels: readonly InspectedSignal[];
  readonly command: InspectedCommand | null;
  /** All outputs that played; `command` is the first of them. */
  readonly commands: readonly InspectedCommand[];
  readonly tags: readonly ImportedTag[];
  readonly comment: string | null;
  readonly conditions: ImportedRecording['conditions'];
}

/** What a file holds, with figures instead of samples; the top is the recording, or the sum of several. */
export interface Inspected extends InspectedRecording {
  readonly format: string;
  readonly version: string | null;
  readonly notes: readonly string[];
  readonly recordings: readonly InspectedRecording[];
}

export function inspectFile(file: ImportedFile): Inspected {
  const recordings = file.recordings.map(inspectRecording);
  const [only] = recordings;
  const top = recordings.length === 1 && only !== undefined ? only : together(file.recordings, recordings);
  return { format: file.format, version: file.version, ...top, notes: file.notes.map((note) => shownText(note, 390)), recordings };
}

function inspectRecording(recording: ImportedRecording): InspectedRecording {
  const commands = recording.commands.map((command) => inspectCommand(command, recording.sweeps.length));
  return {
    name: recording.name === null ? null : shownText(recording.name, MOST_TEXT),
    startedAt: recording.startedAt,
    sampleRateHz: recording.sampleRateHz,
    sweeps: recording.sweeps.map(({ data, startS }) => ({ samples: data[0]?.length ?? 0, startS })),
    channels: recording.channels.map(({ name, unit }, i) =>
      signal(
        name,
        unit,
        recording.sweeps.map(({ data }) => data[i]!),
      ),
    ),
    command: commands[0] ?? null,
    commands,
    tags: recording.tags,
    comment: recording.comment === null ? null : shownText(recording.comment, MOST_TEXT),
    conditions: recording.conditions,
  };
}

function signal(name: string, unit: string, sweeps: Iterable<Float32Array>): InspectedSignal {
  const { first, last, mean, sd, min, max } = channelSummary(sweeps);
  return {
    name: shownText(name, MOST_TEXT),
    unit: shownText(unit, 40),
    first: first.map(orNull),
    last: last.map(orNull),
    mean: orNull(mean),
    sd: orNull(sd),
    min: orNull(min),
    max: orNull(max),
  };
}

/** JSON has no NaN. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function* sweepsOf(command: ImportedCommand, count: number): Generator<Float32Array> {
  for (let i = 0; i < count; i++) yield command.sweep(i);
}

function inspectCommand(command: ImportedCommand, sweeps: number): InspectedCommand {
  const levels = sweeps === 0 ? [] : [...new Set(command.sweep(0))].filter(Number.isFinite).sort((a, b) => a - b);
  return { ...signal(command.name, command.unit, sweepsOf(command, sweeps)), source: command.source, levels: levels.slice(0, MOST_LEVELS) };
}

/** Several recordings as one: channels of one name and unit go together, sweeps follow each other. */
function together(recordings: readonly ImportedRecording[], inspected: readonly InspectedRecording[]): InspectedRecording {
  const rates = new Set(recordings.map(({ sampleRateHz }) => sampleRateHz));
  const byChannel = new Map<string, { name: string; unit: string; sweeps: Float32Array[] }>();
  for (const recording of recordings) {
    recording.channels.forEach(({ name, unit }, i) => {
      const key = JSON.stringify([name, unit]);
      const held = byChannel.get(key) ?? { name, unit, sweeps: [] };
      held.sweeps.push(...recording.sweeps.map(({ data }) => data[i]!));
      byChannel.set(key, held);
    });
  }
  return {
    name: null,
    startedAt: inspected[0]?.startedAt ?? null,
    sampleRateHz: rates.size === 1 ? (recordings[0]?.sampleRateHz ?? null) : null,
    sweeps: inspected.flatMap(({ sweeps }) => sweeps),
    channels: [...byChannel.values()].map(({ name, unit, sweeps }) => signal(name, unit, sweeps)),
    command: inspected.find(({ command }) => command !== null)?.command ?? null,
    commands: inspected.flatMap(({ commands }) => commands),
    tags: inspected.flatMap(({ tags }) => tags),
    comment: null,
    conditions: {},
  };
}
