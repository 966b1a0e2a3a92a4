import type { TwinEvidence } from '../../core/twin/twin.ts';
import type { LivingWish } from './living-wish.ts';

/** What a twin says of the recordings that it came from. */
export function evidenceOf(
  { recordingName, recordingCrc32 }: { readonly recordingName: string; readonly recordingCrc32: number },
  { mode, potential, leftOut, priorName }: LivingWish,
): TwinEvidence {
  const unused = mode === 'clamp' && potential !== null;
  return {
    mode,
    used: [
      { recording: recordingName, crc32: recordingCrc32, kind: 'clamp' },
      ...(potential === null || unused ? [] : [{ recording: potential.name, crc32: potential.crc32, kind: 'potential' as const }]),
    ],
    leftOut: [
      ...(unused ? [{ recording: potential.name, why: "The mode is clamp alone: the cell's own potential is the test of the twin." }] : []),
      ...leftOut,
    ],
    prior: priorName,
  };
}
