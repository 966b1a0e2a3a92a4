import { movingMean } from '../math/moving-mean.ts';
import { whiteNoiseSd } from '../math/white-noise.ts';
import type { ApFeatures } from './ap-features.ts';
import { findUpstrokes } from './upstrokes.ts';

/** What a free-running cell does: beats regularly, irregularly, rests, or stays depolarised. */
export const AP_OUTCOMES = ['beating', 'irregular', 'quiescent', 'depolarised'] as const;
export type ApOutcome = (typeof AP_OUTCOMES)[number];

export interface BeatOptions {
  /** Least upstroke amplitude that counts as a beat, mV. */
  readonly amplitudeMv?: number;
  /** Coefficient of variation of the cycle length above which beating is irregular. */
  readonly irregularity?: number;
  /** A resting cell above this potential is depolarised, mV. */
  readonly depolarisedMv?: number;
}

export interface BeatAnalysis {
  readonly outcome: ApOutcome;
  readonly features: ApFeatures;
}

/** Noise above this (mV a sample) is a recording, not a simulation, and is averaged before features are read. */
const NOISY_MV = 0.05;
/** Averaging of noisy traces: short enough to keep an upstroke, longer for the flat diastole. */
const NOISY_WINDOW_MS = 1;
const NOISY_DIASTOLE_MS = 5;

/**
 * Classifies a free-running trace and measures its beats.
 *
 * Conventions (those of the reference traces): beats are upstrokes through the middle of the trace's range; cycle length is
 * the mean interval between those crossings, interpolated. Features are means over the complete beats (those followed by
 * another upstroke). dV/dt max is the largest central difference before the peak. APD50 and APD90 run from the instant of
 * dV/dt max to the interpolated fall through peak - 0.5 (0.9) * (peak - MDP), where MDP is the minimum that follows the peak.
 *
 * Outcomes: 'beating' needs 3 upstrokes (2 in a window under 4 s) of at least 40 mV with a coefficient of variation of the
 * cycle length up to 0.2; otherwise 'irregular'. A cell without upstrokes, or whose few upstrokes are all in the first half of the
 * window, rests: 'depolarised' above -45 mV, else 'quiescent'; its mdpMv is then the resting potential (median of the last half).
 *
 * @param voltageMv membrane potential, mV, one value a sample
 * @param dtMs sample interval, ms
 * @throws Error when the trace has fewer than 8 samples, a sample is not finite or dtMs is not above 0
 */
export function analyseBeats(voltageMv: ArrayLike<number>, dtMs: number, options: BeatOptions = {}): BeatAnalysis {
  const { amplitudeMv = 40, irregularity = 0.2, depolarisedMv = -45 } = options;
  checkTrace(voltageMv, dtMs);
  const noisy = (whiteNoiseSd(voltageMv) ?? 0) > NOISY_MV;
  const trace = movingMean(voltageMv, noisy ? oddSamples(NOISY_WINDOW_MS, dtMs) : 1);
  const diastole = noisy ? movingMean(voltageMv, oddSamples(NOISY_DIASTOLE_MS, dtMs)) : trace;

  const upstrokes = findUpstrokes(trace, amplitudeMv);
  const windowMs = (voltageMv.length - 1) * dtMs;
  const needed = windowMs < 4000 ? 2 : 3;
  const last = upstrokes[upstrokes.length - 1];
  if (last === undefined || (upstrokes.length < needed && last < voltageMv.length / 2)) {
    return atRest(diastole, upstrokes.length, depolarisedMv);
  }
  const features = measureBeats(trace, diastole, upstrokes, dtMs);
  const regular = upstrokes.length >= needed && variation(upstrokes) <= irregularity;
  return { outcome: regular ? 'beating' : 'irregular', features };
}

function checkTrace(voltageMv: ArrayLike<number>, dtMs: number): void {
  if (!(dtMs > 0) || !Number.isFinite(dtMs)) {
    throw new Error(`Beat analysis expected a sample interval above 0 ms, got ${dtMs}. Pass the interval of the trace.`);
  }
  if (voltageMv.length < 8) {
    throw new Error(`Beat analysis expected at least 8 samples, got ${voltageMv.length}. Record or simulate a longer trace.`);
  }
  for (let i = 0; i < voltageMv.length; i++) {
    if (!Number.isFinite(voltageMv[i])) {
      throw new Error(`Beat analysis expected finite millivolts, got ${voltageMv[i]} at sample ${i}. Cut the trace before it.`);
    }
  }
}

function oddSamples(windowMs: number, dtMs: number): number {
  return Math.max(3, 2 * Math.floor(windowMs / dtMs / 2) + 1);
}

function atRest(trace: Float64Array, beats: number, depolarisedMv: number): BeatAnalysis {
  const half = trace.slice(trace.length >> 1).sort();
  const restMv = half[half.length >> 1] as number;
  return {
    outcome: restMv > depolarisedMv ? 'depolarised' : 'quiescent',
    features: { beats, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: restMv, peakMv: null, dvdtMaxVs: null },
  };
}

function variation(upstrokes: readonly number[]): number {
  const intervals = upstrokes.slice(1).map((crossing, i) => crossing - (upstrokes[i] as number));
  const mean = average(intervals);
  return Math.sqrt(average(intervals.map((interval) => (interval - mean) ** 2))) / mean;
}

function measureBeats(trace: Float64Array, diastole: Float64Array, upstrokes: readonly number[], dtMs: number): ApFeatures {
  const beats = upstrokes.slice(1).map((next, i) => measureBeat(trace, diastole, upstrokes[i] as number, next, dtMs));
  if (beats.length === 0) {
    return { beats: upstrokes.length, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null };
  }
  const first = upstrokes[0] as number;
  const last = upstrokes[upstrokes.length - 1] as number;
  return {
    beats: upstrokes.length,
    cycleLengthMs: ((last - first) / beats.length) * dtMs,
    apd50Ms: average(beats.map((beat) => beat.apd50Ms)),
    apd90Ms: average(beats.map((beat) => beat.apd90Ms)),
    mdpMv: average(beats.map((beat) => beat.mdpMv)),
    peakMv: average(beats.map((beat) => beat.peakMv)),
    dvdtMaxVs: average(beats.map((beat) => beat.dvdtMaxVs)),
  };
}

function measureBeat(trace: Float64Array, diastole: Float64Array, upstroke: number, next: number, dtMs: number) {
  const start = Math.floor(upstroke);
  const end = Math.floor(next);
  let peak = start;
  for (let i = start; i <= end; i++) if ((trace[i] as number) > (trace[peak] as number)) peak = i;
  let trough = peak;
  for (let i = peak; i <= end; i++) if ((diastole[i] as number) < (diastole[trough] as number)) trough = i;
  const peakMv = trace[peak] as number;
  const mdpMv = diastole[trough] as number;

  // The steepest instant is near the crossing; 100 ms before it covers slow upstrokes.
  let steepest = 0;
  let dvdtMaxVs = -Infinity;
  for (let i = Math.max(1, start - Math.round(100 / dtMs)); i <= peak && i < trace.length - 1; i++) {
    const slope = ((trace[i + 1] as number) - (trace[i - 1] as number)) / (2 * dtMs);
    if (slope > dvdtMaxVs) {
      dvdtMaxVs = slope;
      steepest = i;
    }
  }
  const fallThrough = (levelMv: number): number => {
    for (let i = peak; i < trough; i++) {
      const here = trace[i] as number;
      const after = trace[i + 1] as number;
      if (here > levelMv && after <= levelMv) return i + (here - levelMv) / (here - after);
    }
    return trough;
  };
  return {
    peakMv,
    mdpMv,
    dvdtMaxVs,
    apd50Ms: (fallThrough(peakMv - 0.5 * (peakMv - mdpMv)) - steepest) * dtMs,
    apd90Ms: (fallThrough(peakMv - 0.9 * (peakMv - mdpMv)) - steepest) * dtMs,
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
