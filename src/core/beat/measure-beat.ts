import { SPEED_ERROR, SPEED_SPAN_MS } from './action-potential.ts';
import type { PreparedTrace } from './prepared-trace.ts';

/** One beat. Durations run from the instant of dV/dt max to the fall through peak - x (peak - MDP), ms. */
export interface BeatMeasure {
  readonly peakMv: number;
  /** The lowest value between the peak and the next upstroke. */
  readonly mdpMv: number;
  /** The lowest of the beat and of the 100 ms before it, mV. */
  readonly lowMv: number;
  readonly dvdtMaxVs: number;
  /** dV/dt max over the time in which noise adds 0.15 V/s at most: what decides whether it is an action potential. */
  readonly roughVs: number;
  readonly apd30Ms: number;
  readonly apd50Ms: number;
  readonly apd80Ms: number;
  readonly apd90Ms: number;
  /** Sample indices of the peak and of the MDP. */
  readonly peakAt: number;
  readonly troughAt: number;
  /** Whether the potential falls again after its MDP is reached, or the record ends in repolarisation: the last is false. */
  readonly repolarised: boolean;
}

/** Slow upstrokes begin up to this long before the crossing, ms. */
const BEFORE_MS = 100;

/** Measures the beat between two upstrokes (fractional sample indices); the second may be the end of the record. */
export function measureBeat(prepared: PreparedTrace, upstroke: number, next: number): BeatMeasure {
  const { trace, diastole, dtMs, reach, noiseMv } = prepared;
  const start = Math.floor(upstroke);
  const end = Math.floor(next);
  let peak = start;
  for (let i = start; i <= end; i++) if ((trace[i] as number) > (trace[peak] as number)) peak = i;
  let trough = peak;
  for (let i = peak; i <= end; i++) if ((diastole[i] as number) < (diastole[trough] as number)) trough = i;
  const peakMv = trace[peak] as number;
  const mdpMv = diastole[trough] as number;

  // The steepest instant is near the crossing.
  const from = start - Math.round(BEFORE_MS / dtMs);
  let lowMv = mdpMv;
  for (let i = Math.max(reach, from); i <= peak && i < trace.length - reach; i++) lowMv = Math.min(lowMv, trace[i] as number);
  const rough = steepest(trace, from, peak, reach, dtMs);
  const dvdtMaxVs = noiseMv === 0 ? rough.slopeVs : finest(prepared, rough);
  // A lower level is fallen through later.
  let fallen = peak;
  const fallThrough = (share: number): number => {
    const levelMv = peakMv - share * (peakMv - mdpMv);
    for (; fallen < trough; fallen++) {
      const here = trace[fallen] as number;
      const after = trace[fallen + 1] as number;
      if (here > levelMv && after <= levelMv) return fallen + (here - levelMv) / (here - after);
    }
    return trough;
  };
  const duration = (share: number): number => (fallThrough(share) - rough.at) * dtMs;
  const [apd30Ms, apd50Ms, apd80Ms, apd90Ms] = [duration(0.3), duration(0.5), duration(0.8), duration(0.9)];
  return {
    peakMv,
    mdpMv,
    lowMv,
    dvdtMaxVs,
    roughVs: rough.slopeVs,
    apd30Ms,
    apd50Ms,
    apd80Ms,
    apd90Ms,
    peakAt: peak,
    troughAt: trough,
    repolarised: peakMv - mdpMv >= 0.9 * (peakMv - lowMv),
  };
}

interface Slope {
  readonly slopeVs: number;
  readonly at: number;
}

/** dV/dt max near a slope that was read over a longer time: over ever shorter ones, as long as noise permits. */
function finest({ clean, dtMs, reach, noiseMv }: PreparedTrace, rough: Slope): number {
  let { slopeVs } = rough;
  const least = Math.max(1, Math.round(SPEED_SPAN_MS / 2 / dtMs));
  for (let next = reach; next > least;) {
    next = Math.max(least, Math.floor(0.7 * next));
    const half = next >> 1;
    const sharper = steepestMeans(clean, rough.at - reach, rough.at + reach, next, half) / dtMs;
    if ((noiseMv * Math.SQRT2) / Math.sqrt(2 * half + 1) / (2 * next * dtMs) > SPEED_ERROR * sharper) break;
    slopeVs = sharper;
  }
  return slopeVs;
}

/** Largest slope (a sample) between means over 2 half + 1 samples that lie `reach` samples before and after. */
function steepestMeans(trace: ArrayLike<number>, from: number, to: number, reach: number, half: number): number {
  const edge = reach + half;
  const first = Math.max(0, from - edge);
  const end = Math.min(trace.length, to + edge + 1);
  const sums = new Float64Array(end - first + 1);
  for (let i = first; i < end; i++) sums[i - first + 1] = (sums[i - first] as number) + (trace[i] as number);
  const sumAround = (i: number): number => (sums[i + half + 1 - first] as number) - (sums[i - half - first] as number);
  let slope = -Infinity;
  for (let i = first + edge; i < end - edge; i++) slope = Math.max(slope, sumAround(i + reach) - sumAround(i - reach));
  return slope / (2 * half + 1) / (2 * reach);
}

function steepest(trace: ArrayLike<number>, from: number, to: number, reach: number, dtMs: number): Slope {
  let at = 0;
  let slopeVs = -Infinity;
  for (let i = Math.max(reach, from); i <= to && i < trace.length - reach; i++) {
    const slope = ((trace[i + reach] as number) - (trace[i - reach] as number)) / (2 * reach * dtMs);
    if (slope > slopeVs) {
      slopeVs = slope;
      at = i;
    }
  }
  return { slopeVs, at };
}
