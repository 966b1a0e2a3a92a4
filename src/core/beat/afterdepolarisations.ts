import type { BeatMeasure } from './measure-beat.ts';

export type Afterdepolarisation = 'EAD' | 'DAD';

/** Smallest rise that counts, mV and as a share of the amplitude. */
const LEAST_MV = 5;
const LEAST_SHARE = 0.05;
/** A rise this early after the upstroke is the dome after the notch, ms and as a share of APD90. */
const DOME_MS = 40;
const DOME_SHARE = 0.2;
/** An early one begins before this share of repolarisation, and a delayed one after it. */
const EARLY = 0.9;

/**
 * Afterdepolarisations of one beat: rises of 5 mV and 5 % of the amplitude that end again. An early one begins before 90 % of
 * repolarisation, a delayed one after it; both fall again before the next upstroke.
 * @param slow potential averaged over 20 ms, mV @param upstroke, next fractional sample indices
 * @param isStimulated whether a rise at a sample is the effect of a stimulus, which is no afterdepolarisation
 */
export function afterdepolarisations(
  slow: Float64Array,
  { peakMv, mdpMv, apd90Ms }: BeatMeasure,
  upstroke: number,
  next: number,
  dtMs: number,
  isStimulated: (sample: number) => boolean = () => false,
): Afterdepolarisation[] {
  const amplitude = peakMv - mdpMv;
  const least = Math.max(LEAST_MV, LEAST_SHARE * amplitude);
  const from = Math.ceil(upstroke + Math.max(DOME_MS, DOME_SHARE * apd90Ms) / dtMs);
  const found = new Set<Afterdepolarisation>();
  let low = Infinity;
  let high = -Infinity;
  let start = -1;
  for (let i = from; i < next; i++) {
    const mv = slow[i] as number;
    if (start < 0) {
      low = Math.min(low, mv);
      if (mv - low < least) continue;
      start = i;
      high = mv;
    } else {
      high = Math.max(high, mv);
      if (high - mv < least) continue;
      if (!isStimulated(start)) found.add((peakMv - low) / amplitude < EARLY ? 'EAD' : 'DAD');
      start = -1;
      low = mv;
    }
  }
  return [...found];
}
