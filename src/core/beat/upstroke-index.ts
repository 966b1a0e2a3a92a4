import type { BeatTrace } from './beat-trace.ts';

/** Time before an aligned upstroke, in cycles: the diastole before it is shown too. */
export const LEAD_CYCLES = 0.3;

/** A trace with the cycle length that was measured in it. */
export interface AlignedTrace {
  readonly dtMs: number;
  readonly voltageMv: ArrayLike<number>;
  readonly features: Pick<BeatTrace['features'], 'cycleLengthMs'>;
}

/** Sample of the upstroke at which beats are aligned: the first that has a diastole before it, otherwise the first. */
export function upstrokeIndex(beat: AlignedTrace): number {
  const cycle = (beat.features.cycleLengthMs ?? 0) / beat.dtMs;
  const early = steepest(beat, 1, Math.max(2, Math.ceil((1 + LEAD_CYCLES) * cycle)));
  const led = steepest(beat, Math.max(1, Math.floor(LEAD_CYCLES * cycle)), Math.max(2, Math.ceil((1 + LEAD_CYCLES) * cycle)));
  return led.riseMv >= early.riseMv / 2 ? led.index : early.index;
}

function steepest({ voltageMv }: AlignedTrace, from: number, to: number): { index: number; riseMv: number } {
  const best = { index: 0, riseMv: 0 };
  for (let i = from; i < Math.min(to, voltageMv.length); i += 1) {
    const riseMv = (voltageMv[i] as number) - (voltageMv[i - 1] as number);
    if (riseMv > best.riseMv) Object.assign(best, { index: i, riseMv });
  }
  return best;
}
