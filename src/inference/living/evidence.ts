import type { FreeRecording } from '../../core/trace/recording.ts';
import type { TwinEvidence, TwinLeftOut, TwinUsed } from '../../core/twin/twin.ts';
import type { LivingWish } from './living-wish.ts';

interface Named {
  readonly recordingName: string;
  readonly recordingCrc32: number;
}

const PACED_TEST = "a paced potential is fitted only beside the cell's own";

/** What a twin says of the recordings that it came from. */
export function evidenceOf(
  { others = [], ...first }: Named & { readonly others?: readonly Named[] },
  { mode, potential, paced, leftOut, priorName }: Pick<LivingWish, 'mode' | 'potential' | 'paced' | 'leftOut' | 'priorName'>,
): TwinEvidence {
  const free = potential === null ? [] : [potential];
  const alone = mode === 'clamp';
  return {
    mode,
    used: [
      ...[first, ...others].map((clamp) => ({ recording: clamp.recordingName, crc32: clamp.recordingCrc32, kind: 'clamp' as const })),
      ...(alone ? [] : [...free.map(usedAs('potential')), ...paced.map(usedAs('paced'))]),
    ],
    leftOut: [
      ...(alone ? [...free.map(leftOutFor("the cell's own potential is the test of the twin")), ...paced.map(leftOutFor(PACED_TEST))] : []),
      ...leftOut,
    ],
    prior: priorName,
  };
}

function usedAs(kind: TwinUsed['kind']): (potential: FreeRecording) => TwinUsed {
  return ({ name, crc32 }) => ({ recording: name, crc32, kind });
}

function leftOutFor(why: string): (potential: FreeRecording) => TwinLeftOut {
  return ({ name }) => ({ recording: name, why: `The mode is clamp alone: ${why}.` });
}
