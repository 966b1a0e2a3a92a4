import { movingMean } from '../math/moving-mean.ts';
import { whiteNoiseSd } from '../math/white-noise.ts';
import { isActionPotential, LEAST_AMPLITUDE_MV, LEAST_OSCILLATION_MV, slopeReach } from './action-potential.ts';
import type { ApFeatures } from './ap-features.ts';
import { findUpstrokes } from './upstrokes.ts';

/** What a free-running cell does: beats regularly, irregularly, rests, stays depolarised, or has a rhythm that is no beat. */
export const AP_OUTCOMES = ['beating', 'irregular', 'quiescent', 'depolarised', 'oscillating'] as const;
export type ApOutcome = (typeof AP_OUTCOMES)[number];

export interface BeatOptions {
  /** Coefficient of variation of the cycle length above which beating is irregular. */
  readonly irregularity?: number;
  /** A resting cell above this potential is depolarised, mV. */
  readonly depolarisedMv?: number;
}

export interface BeatAnalysis {
  readonly outcome: ApOutcome;
  readonly features: ApFeatures;
}

/** Shorter windows need two upstrokes of a rhythm, longer ones three, ms. */
const SHORT_WINDOW_MS = 4000;
/** Noise above this (mV a sample) is a recording, not a simulation, and is averaged before features are read. */
const NOISY_MV = 0.05;
/** Averaging of noisy traces: short enough to keep an upstroke, longer for the flat diastole. */
const NOISY_WINDOW_MS = 1;
const NOISY_DIASTOLE_MS = 5;
/** Averaging of a noisy trace that is searched for oscillations: one period of 50 Hz mains. */
const NOISY_OSCILLATION_MS = 20;

/**
 * Classifies a free-running trace and measures its beats.
 *
 * Conventions (those of the reference traces): beats are upstrokes through the middle of the trace's range; cycle length is
 * the mean interval between those crossings, interpolated. Features are means over the complete beats (those followed by
 * another upstroke). dV/dt max is the largest central difference before the peak. APD50 and APD90 run from the instant of
 * dV/dt max to the interpolated fall through peak - 0.5 (0.9) * (peak - MDP), where MDP is the minimum that follows the peak.
 *
 * Outcomes: a beat is an action potential of at least 40 mV and 1.5 V/s (isActionPotential, of the means). 'beating' needs 3 upstrokes
 * (2 in a window under 4 s) with a coefficient of variation of the cycle length up to 0.2; otherwise 'irregular'. As many upstrokes of
 * 10 mV that are no action potentials are 'oscillating': cycle length, peak and trough are then those of the oscillation, and `beats` is 0.
 * A cell without upstrokes, or whose few upstrokes are all in the first half of the window, rests: 'depolarised' above -45 mV, else
 * 'quiescent'; its mdpMv is then the resting potential (median of the last half).
 *
 * @param voltageMv membrane potential, mV, one value a sample
 * @param dtMs sample interval, ms
 * @throws Error when the trace has fewer than 8 samples, a sample is not finite or dtMs is not above 0
 */
export function analyseBeats(voltageMv: ArrayLike<number>, dtMs: number, options: BeatOptions = {}): BeatAnalysis {
  const { irregularity = 0.2, depolarisedMv = -45 } = options;
  checkTrace(voltageMv, dtMs);
  const noiseMv = whiteNoiseSd(voltageMv) ?? 0;
  const noisy = noiseMv > NOISY_MV;
  const averaged = noisy ? oddSamples(NOISY_WINDOW_MS, dtMs) : 1;
  const trace = movingMean(voltageMv, averaged);
  const diastole = noisy ? movingMean(voltageMv, oddSamples(NOISY_DIASTOLE_MS, dtMs)) : trace;
  const reach = noisy ? slopeReach(noiseMv, averaged, dtMs) : 1;

  const needed = (voltageMv.length - 1) * dtMs < SHORT_WINDOW_MS ? 2 : 3;
  const enough = (upstrokes: readonly number[]): boolean =>
    upstrokes.length >= needed || (upstrokes.length > 0 && (upstrokes.at(-1) as number) >= voltageMv.length / 2);
  const upstrokes = findUpstrokes(trace, LEAST_AMPLITUDE_MV);
  if (enough(upstrokes) && areActionPotentials(trace, upstrokes, dtMs, reach)) {
    const features = measureBeats(trace, diastole, upstrokes, dtMs, reach);
    const regular = upstrokes.length >= needed && variation(upstrokes) <= irregularity;
    return { outcome: regular ? 'beating' : 'irregular', features };
  }
  const slow = noisy ? movingMean(voltageMv, oddSamples(NOISY_OSCILLATION_MS, dtMs)) : trace;
  const waves = findUpstrokes(slow, LEAST_OSCILLATION_MV);
  if (waves.length >= needed && (waves.at(-1) as number) >= voltageMv.length / 2) {
    const { cycleLengthMs, mdpMv, peakMv, dvdtMaxVs } = measureBeats(slow, slow, waves, dtMs, reach);
    return { outcome: 'oscillating', features: { ...NO_BEAT, cycleLengthMs, mdpMv, peakMv, dvdtMaxVs } };
  }
  return atRest(diastole, enough(upstrokes) ? 0 : upstrokes.length, depolarisedMv);
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

const NO_BEAT: ApFeatures = { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null };

/** By the means of the beats; of a single upstroke by what follows it. */
function areActionPotentials(trace: Float64Array, upstrokes: readonly number[], dtMs: number, reach: number): boolean {
  const ends = upstrokes.length > 1 ? upstrokes.slice(1) : [trace.length - 1];
  const beats = ends.map((next, i) => measureBeat(trace, trace, upstrokes[i] as number, next, dtMs, reach));
  return isActionPotential(average(beats.map(({ peakMv, lowMv }) => peakMv - lowMv)), average(beats.map(({ dvdtMaxVs }) => dvdtMaxVs)));
}

function atRest(trace: Float64Array, beats: number, depolarisedMv: number): BeatAnalysis {
  const half = trace.slice(trace.length >> 1).sort();
  const restMv = half[half.length >> 1] as number;
  return {
    outcome: restMv > depolarisedMv ? 'depolarised' : 'quiescent',
    features: { ...NO_BEAT, beats, mdpMv: restMv },
  };
}

function variation(upstrokes: readonly number[]): number {
  const intervals = upstrokes.slice(1).map((crossing, i) => crossing - (upstrokes[i] as number));
  const mean = average(intervals);
  return Math.sqrt(average(intervals.map((interval) => (interval - mean) ** 2))) / mean;
}

function measureBeats(trace: Float64Array, diastole: Float64Array, upstrokes: readonly number[], dtMs: number, reach: number): ApFeatures {
  const beats = upstrokes.slice(1).map((next, i) => measureBeat(trace, diastole, upstrokes[i] as number, next, dtMs, reach));
  if (beats.length === 0) return { ...NO_BEAT, beats: upstrokes.length };
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

function measureBeat(trace: Float64Array, diastole: Float64Array, upstroke: number, next: number, dtMs: number, reach: number) {
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
  let lowMv = mdpMv;
  for (let i = Math.max(reach, start - Math.round(100 / dtMs)); i <= peak && i < trace.length - reach; i++) {
    const slope = ((trace[i + reach] as number) - (trace[i - reach] as number)) / (2 * reach * dtMs);
    lowMv = Math.min(lowMv, trace[i] as number);
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
    /** The lowest of the beat and of the 100 ms before it. */
    lowMv,
    dvdtMaxVs,
    apd50Ms: (fallThrough(peakMv - 0.5 * (peakMv - mdpMv)) - steepest) * dtMs,
    apd90Ms: (fallThrough(peakMv - 0.9 * (peakMv - mdpMv)) - steepest) * dtMs,
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
