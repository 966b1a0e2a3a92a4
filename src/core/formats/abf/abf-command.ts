import type { ImportedCommand, ImportedSweep } from '../imported.ts';
import type { AbfHeader, AbfOutput } from './abf-header.ts';
import { epochWaveform } from './epoch-waveform.ts';
import { epochsOfSweep, isWaveformList } from './user-list.ts';

const EPISODES = 5;
const KNOWN_TYPES: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 7]);

/** Reads a stimulus file beside the recording: its first channel, sweep by sweep; null where there is none. */
export type StimulusFile = (name: string) => readonly Float32Array[] | null;

/**
 * The commands of a recording: each output that played a waveform, else the first one's holding level.
 * What cannot be rebuilt is noted and left out.
 */
export function abfCommands(
  header: AbfHeader,
  sweeps: readonly ImportedSweep[],
  stimulus: StimulusFile,
  notes: string[],
): ImportedCommand[] {
  const playing = header.outputs.filter(({ waveform }) => waveform !== 'none');
  if (header.alternatingOutputs && playing.length > 0) {
    notes.push('Outputs alternate from sweep to sweep in this recording; its command was not rebuilt.');
    return [];
  }
  if (playing.length === 0) {
    const first = header.outputs[0];
    return first === undefined || first.unit === '' || !Number.isFinite(first.holding) ? [] : [constant(first, sweeps)];
  }
  return playing.flatMap((output) =>
    output.waveform === 'epochs' ? fromEpochs(header, output, sweeps, notes) : fromFile(output, sweeps, stimulus, notes),
  );
}

const samplesOf = (sweeps: readonly ImportedSweep[], index: number): number => sweeps[index]?.data[0]?.length ?? 0;

function constant(output: AbfOutput, sweeps: readonly ImportedSweep[]): ImportedCommand {
  return {
    name: output.name,
    unit: output.unit,
    source: 'holding',
    sweep: (i) => new Float32Array(samplesOf(sweeps, i)).fill(output.holding),
  };
}

function fromEpochs(header: AbfHeader, output: AbfOutput, sweeps: readonly ImportedSweep[], notes: string[]): ImportedCommand[] {
  if (header.operationMode !== EPISODES) return [constant(output, sweeps)];
  if (!Number.isFinite(output.holding) || output.epochs.some(({ level, levelStep }) => !Number.isFinite(level + levelStep))) {
    notes.push(`The waveform table of output "${output.name}" is damaged; its command was not rebuilt.`);
    return [];
  }
  if (output.epochs.some(({ type, duration }) => !KNOWN_TYPES.has(type) && duration > 0)) {
    notes.push(`Output "${output.name}" plays a kind of epoch that is not known; its command has no value there.`);
  }
  const lists = header.userLists.filter((list) => list.output === output.number);
  for (const { parameter } of lists.filter((list) => !isWaveformList(header, list.parameter))) {
    notes.push(`A user list of output "${output.name}" varies parameter ${parameter}, which its waveform does not show.`);
  }
  // A level that is kept between sweeps starts the next one, so the level before each sweep follows from the sweeps before.
  const before = [output.holding];
  const make = (i: number): Float32Array => {
    for (let k = before.length - 1; k < i; k++) before.push(play(k).last);
    return play(i).values;
  };
  const play = (i: number) =>
    epochWaveform({
      samples: samplesOf(sweeps, i),
      epochs: epochsOfSweep(header, output, i),
      before: output.keepsLastLevel ? before[i]! : output.holding,
      after: output.keepsLastLevel ? null : output.holding,
    });
  return [{ name: output.name, unit: output.unit, source: lists.length > 0 ? 'epochs and user list' : 'epochs', sweep: make }];
}

function fromFile(output: AbfOutput, sweeps: readonly ImportedSweep[], stimulus: StimulusFile, notes: string[]): ImportedCommand[] {
  const played = stimulus(output.file.name);
  if (played === null || played.length === 0) {
    notes.push(
      `Output "${output.name}" played the stimulus file "${output.file.name}", which is not beside the recording; put it ` +
        `there to have the command.`,
    );
    return [];
  }
  const { scale, offset } = output.file;
  return [
    {
      name: output.name,
      unit: output.unit,
      source: 'stimulus file',
      sweep: (i) => {
        const wave = played[Math.min(i, played.length - 1)]!;
        return Float32Array.from({ length: samplesOf(sweeps, i) }, (_, k) =>
          k < wave.length ? wave[k]! * scale + offset : output.holding,
        );
      },
    },
  ];
}
