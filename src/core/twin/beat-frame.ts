import type { BeatTrace } from '../beat/beat-trace.ts';
import type { Twin } from './twin.ts';

/**
 * How far the command was off the potential of the membrane, mV, junction potential included: command and free potential of one pipette
 * share it. 0 under an ideal clamp.
 */
export function commandOffsetMv({ clamp, nuisance }: Pick<Twin, 'clamp' | 'nuisance'>): number {
  return clamp.mode === 'ideal' ? 0 : (nuisance.find(({ id }) => id === 'offsetMv')?.value ?? 0);
}

/**
 * The beat in another frame: of a recorded one plus the command's offset is the potential of the membrane; of a twin's less the offset is
 * what the amplifier would have shown.
 */
export function shiftedBeat(beat: BeatTrace, byMv: number): BeatTrace {
  if (byMv === 0) return beat;
  const { mdpMv, peakMv } = beat.features;
  const shifted = (mv: number | null): number | null => (mv === null ? null : mv + byMv);
  return {
    ...beat,
    features: { ...beat.features, mdpMv: shifted(mdpMv), peakMv: shifted(peakMv) },
    voltageMv: beat.voltageMv.map((mv) => mv + byMv),
  };
}
