import { nthSmallest } from '../math/nth-smallest.ts';
import { Scratch } from '../math/scratch.ts';
import { isActionPotential, LEAST_AMPLITUDE_MV, LEAST_OSCILLATION_MV } from './action-potential.ts';
import type { ApFeatures } from './ap-features.ts';
import { measureBeat, type BeatMeasure } from './measure-beat.ts';
import { prepareTrace, type PreparedTrace } from './prepared-trace.ts';
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

/**
 * Classifies a free-running trace and measures its beats.
 *
 * Conventions (those of the reference traces): beats are upstrokes through the middle of the trace's range; cycle length is
 * the mean interval between those crossings, interpolated. Features are means over the complete beats (those followed by
 * another upstroke; a single beat that has repolarised is measured too). Artefacts are bridged first (withoutArtefacts). dV/dt max is the
 * steepest mean slope over 0.2 ms before the peak, or over two samples where they are longer, or as long as noise requires. APD50 and
 * APD90 run from the instant of dV/dt max to the interpolated fall through peak - 0.5 (0.9) * (peak - MDP), where MDP is the minimum that
 * follows the peak.
 *
 * Outcomes: a beat is an action potential of at least 40 mV and 1.5 V/s (isActionPotential, of the means). 'beating' needs 3 upstrokes
 * (2 in a window under 4 s) with a coefficient of variation of the cycle length up to 0.2; otherwise 'irregular'. As many upstrokes of
 * 10 mV that are no action potentials are 'oscillating': cycle length, peak and trough are then those of the oscillation, and `beats` is 0.
 * A cell without upstrokes, or whose upstrokes are all in the first half of the window, rests: 'depolarised' above -45 mV, else
 * 'quiescent'; its mdpMv is then the resting potential (median of the last half).
 *
 * @param voltageMv membrane potential, mV, one value a sample
 * @param dtMs sample interval, ms
 * @throws Error when the trace has fewer than 8 samples, a sample is not finite or dtMs is not above 0
 */
export function analyseBeats(voltageMv: ArrayLike<number>, dtMs: number, options: BeatOptions = {}): BeatAnalysis {
  const { outcome, features } = analysePrepared(prepareTrace(voltageMv, dtMs), options);
  return { outcome, features };
}

/** A rhythm, its upstrokes and the beats between them; empty where the cell rests or oscillates. */
export interface FoundBeats extends BeatAnalysis {
  readonly upstrokes: readonly number[];
  readonly measured: readonly BeatMeasure[];
}

/** The same of a prepared trace, with the single beats. */
export function analysePrepared(prepared: PreparedTrace, options: BeatOptions = {}): FoundBeats {
  const { irregularity = 0.2, depolarisedMv = -45 } = options;
  const { trace, waves: slow, dtMs, range } = prepared;
  const samples = trace.length;
  const needed = (samples - 1) * dtMs < SHORT_WINDOW_MS ? 2 : 3;
  const isLate = (upstrokes: readonly number[]): boolean => (upstrokes.at(-1) ?? 0) >= samples / 2;
  const upstrokes = findUpstrokes(trace, LEAST_AMPLITUDE_MV, 'highest', range);
  const measured = beatsBetween(prepared, upstrokes);
  // A rhythm that goes on has its last upstroke in the last half; what ended before is rest.
  if (upstrokes.length > 0 && !isLate(upstrokes))
    return { ...atRest(prepared.diastole, upstrokes.length, depolarisedMv), upstrokes, measured };
  if (upstrokes.length > 0 && areActionPotentials(prepared, upstrokes, measured)) {
    const regular = upstrokes.length >= needed && variation(upstrokes) <= irregularity;
    return { outcome: regular ? 'beating' : 'irregular', features: meanOf(measured, upstrokes, dtMs), upstrokes, measured };
  }
  const none = { upstrokes: [], measured: [] };
  const waves = findUpstrokes(slow, LEAST_OSCILLATION_MV, 'mean', slow === trace ? range : undefined);
  if (waves.length >= needed && isLate(waves)) {
    const oscillations = beatsBetween({ ...prepared, trace: slow, diastole: slow, clean: slow, noiseMv: 0 }, waves);
    const { cycleLengthMs, mdpMv, peakMv, dvdtMaxVs } = meanOf(oscillations, waves, dtMs);
    return { outcome: 'oscillating', features: { ...NO_BEAT, cycleLengthMs, mdpMv, peakMv, dvdtMaxVs }, ...none };
  }
  return { ...atRest(prepared.diastole, 0, depolarisedMv), ...none };
}

const NO_BEAT: ApFeatures = { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null };

/** The beats that another upstroke follows; of a single upstroke its beat, once it has repolarised. */
function beatsBetween(prepared: PreparedTrace, upstrokes: readonly number[]): BeatMeasure[] {
  const only = upstrokes[0];
  if (only === undefined) return [];
  if (upstrokes.length > 1) return upstrokes.slice(1).map((next, i) => measureBeat(prepared, upstrokes[i] as number, next));
  const beat = measureBeat(prepared, only, prepared.trace.length - 1);
  return beat.repolarised ? [beat] : [];
}

/** By the means of the beats; of a single upstroke by what follows it. */
function areActionPotentials(prepared: PreparedTrace, upstrokes: readonly number[], measured: readonly BeatMeasure[]): boolean {
  const beats = measured.length > 0 ? measured : [measureBeat(prepared, upstrokes[0] as number, prepared.trace.length - 1)];
  return isActionPotential(average(beats.map(({ peakMv, lowMv }) => peakMv - lowMv)), average(beats.map(({ roughVs }) => roughVs)));
}

const scratch = new Scratch();

function atRest(trace: Float64Array, beats: number, depolarisedMv: number): BeatAnalysis {
  const from = trace.length >> 1;
  const half = scratch.take(trace.length - from);
  half.set(trace.subarray(from));
  const restMv = nthSmallest(half, half.length >> 1);
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

function meanOf(beats: readonly BeatMeasure[], upstrokes: readonly number[], dtMs: number): ApFeatures {
  if (beats.length === 0) return { ...NO_BEAT, beats: upstrokes.length };
  const [first, last] = [upstrokes[0] as number, upstrokes[upstrokes.length - 1] as number];
  return {
    beats: upstrokes.length,
    cycleLengthMs: upstrokes.length < 2 ? null : ((last - first) / beats.length) * dtMs,
    apd50Ms: average(beats.map((beat) => beat.apd50Ms)),
    apd90Ms: average(beats.map((beat) => beat.apd90Ms)),
    mdpMv: average(beats.map((beat) => beat.mdpMv)),
    peakMv: average(beats.map((beat) => beat.peakMv)),
    dvdtMaxVs: average(beats.map((beat) => beat.dvdtMaxVs)),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
