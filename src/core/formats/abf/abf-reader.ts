import { ByteReader } from '../byte-reader.ts';
import type { ImportedRecording } from '../imported.ts';
import type { FormatReader, FormatSource } from '../reader.ts';
import { startsWith } from '../starts-with.ts';
import { abfCommands } from './abf-command.ts';
import type { AbfHeader } from './abf-header.ts';
import { abfSweeps } from './abf-sweeps.ts';
import { readAbf1Header } from './abf1-header.ts';
import { readAbf2Header } from './abf2-header.ts';
import { stimulusFile } from './stimulus-file.ts';

/** Axon Binary Files of versions 1 and 2, as Clampex, AxoScope and Clampfit write them. */
export const abfReader: FormatReader = {
  name: 'ABF',
  recognises: (bytes) => startsWith(bytes, 'ABF ') || startsWith(bytes, 'ABF2'),
  read(source) {
    const { header, recording, notes } = readAbf(source);
    return { format: header.format, version: header.version, recordings: [recording], notes };
  },
};

function readAbf(source: FormatSource): { header: AbfHeader; recording: ImportedRecording; notes: string[] } {
  const reader = new ByteReader(source.bytes, 'ABF file');
  const header = startsWith(source.bytes, 'ABF2') ? readAbf2Header(reader) : readAbf1Header(reader);
  const notes = [...header.notes];
  const sweeps = abfSweeps(reader, header, notes);
  const first = header.inputs.map(({ conditions }) => conditions).find((conditions) => Object.keys(conditions).length > 0);
  const recording = {
    name: header.protocol,
    sampleRateHz: header.sampleRateHz,
    startedAt: header.startedAt,
    channels: header.inputs.map(({ name, unit }) => ({ name, unit })),
    sweeps,
    commands: abfCommands(header, sweeps, (name) => stimulusFile(source, name), notes),
    tags: header.tags,
    comment: header.comment,
    conditions: first ?? {},
  };
  return { header, recording, notes };
}
