import type { TwinEvidence } from '../../core/twin/twin.ts';
import type { LivingWish } from './living-wish.ts';

interface Named {
  readonly recordingName: string;
  readonly recordingCrc32: number;
}

/** What a twin says of the recordings that it came from. */
export function evidenceOf(
  { others = [], ...first }: Named & { readonly others?: readonly Named[] },
  { mode, potential, leftOut, priorName }: Pick<LivingWish, 'mode' | 'potential' | 'leftOut' | 'priorName'>,
): TwinEvidence {
  const unused = mode === 'clamp' && potential !== null;
  return {
    mode,
    used: [
      ...[first, ...others].map((clamp) => ({ recording: clamp.recordingName, crc32: clamp.recordingCrc32, kind: 'clamp' as const })),
      ...(potential === null || unused ? [] : [{ recording: potential.name, crc32: potential.crc32, kind: 'potential' as const }]),
    ],
    leftOut: [
      ...(unused ? [{ recording: potential.name, why: "The mode is clamp alone: the cell's own potential is the test of the twin." }] : []),
      ...leftOut,
    ],
    prior: priorName,
  };
}
