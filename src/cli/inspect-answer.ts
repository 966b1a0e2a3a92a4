import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { FormatError } from '../core/formats/format-error.ts';
import { inspectFile, type Inspected, type InspectedRecording } from '../core/formats/inspect.ts';
import { readRecordings } from '../core/formats/read-recordings.ts';
import { shownText } from '../core/formats/shown-text.ts';
import { formatTools, sourceFile } from '../main/formats/index.ts';
import { guarded } from '../main/store/index.ts';
import { table } from './table.ts';
import type { Answer } from './verb.ts';

/** What a file holds, without storing it. @throws Error naming the file and why it cannot be read */
export async function inspectAnswer(path: string): Promise<Answer> {
  const name = shownText(basename(path), 60);
  if (!existsSync(path)) throw new Error(`Recording: expected a file, "${name}" does not exist. Check the path.`);
  if (!statSync(path).isFile()) throw new Error(`Recording: expected a file, "${name}" is a folder. Name a file in it.`);
  try {
    const source = guarded('Reading a recording', path, () => sourceFile(path));
    const inspected = inspectFile(await readRecordings(source, formatTools()));
    return { json: inspected, lines: linesOf(name, inspected) };
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function linesOf(name: string, file: Inspected): string[] {
  const head =
    `${name}: ${file.format}${file.version === null || file.version === '' ? '' : ` ${file.version}`}, ${file.recordings.length} ` +
    `recording(s).`;
  return [head, ...file.recordings.flatMap(recordingLines), ...(file.notes.length > 0 ? ['', ...file.notes] : [])];
}

function recordingLines(recording: InspectedRecording): string[] {
  const { sweeps, sampleRateHz, commands, tags, conditions } = recording;
  const lengths = [...new Set(sweeps.map(({ samples }) => samples))];
  const figure = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(6))));
  const rows = [
    ...recording.channels.map((channel) => ['recorded', channel] as const),
    ...commands.map((command) => [`command (${command.source})`, command] as const),
  ].map(([kind, { name, unit, mean, sd, min, max }]) => [kind, name, unit, figure(mean), figure(sd), figure(min), figure(max)]);
  return [
    '',
    `${recording.name ?? 'Recording'}${recording.startedAt === null ? '' : `, ${recording.startedAt}`}: ${sweeps.length} ` +
      `sweep(s) of ${lengths.slice(0, 5).join(', ')}${lengths.length > 5 ? ', ...' : ''} samples at ${sampleRateHz ?? 'unknown'} ` +
      `Hz.`,
    ...table(['', 'name', 'unit', 'mean', 'sd', 'min', 'max'], rows),
    ...(Object.keys(conditions).length > 0
      ? [
          Object.entries(conditions)
            .map(([key, value]) => `${key} ${value}`)
            .join(', '),
        ]
      : []),
    ...tags.map(({ timeS, text }) => `${timeS} s: ${text}`),
  ];
}
