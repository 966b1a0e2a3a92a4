import { slowTrace, prepareTrace, type PreparedTrace } from './prepared-trace.ts';
import { afterdepolarisations, type Afterdepolarisation } from './afterdepolarisations.ts';
import { analysePrepared, type ApOutcome } from './beats.ts';
import type { ApFeatures } from './ap-features.ts';
import { Scratch } from '../math/scratch.ts';

const scratch = new Scratch();

/** What is measured of every beat; the last one, which no upstroke follows, has no cycle length. */
export interface SeriesBeat {
  /** Time of the upstroke (half of its height) in the record, ms. */
  readonly upstrokeMs: number;
  readonly cycleLengthMs: number | null;
  readonly apd30Ms: number;
  readonly apd50Ms: number;
  readonly apd80Ms: number;
  readonly apd90Ms: number;
  /** APD90 - APD30. */
  readonly triangulationMs: number;
  readonly mdpMv: number;
  readonly peakMv: number;
  readonly amplitudeMv: number;
  readonly dvdtMaxVs: number;
  /** From the MDP to the middle of the time to the next upstroke, mV/s; null for the last beat. */
  readonly diastolicSlopeMvS: number | null;
  readonly ead: boolean;
  readonly dad: boolean;
}

export const SERIES_FEATURES = [
  'cycleLengthMs',
  'apd30Ms',
  'apd50Ms',
  'apd80Ms',
  'apd90Ms',
  'triangulationMs',
  'mdpMv',
  'peakMv',
  'amplitudeMv',
  'dvdtMaxVs',
  'diastolicSlopeMvS',
] as const satisfies readonly (keyof SeriesBeat)[];
export type SeriesFeature = (typeof SERIES_FEATURES)[number];

/** What beats do beside their rhythm. */
export const FINDINGS = ['EAD', 'DAD', 'alternans', 'run-down', 'drift', 'artefacts', 'single beat'] as const;
export type Finding = (typeof FINDINGS)[number];

export interface BeatSeries {
  readonly outcome: ApOutcome;
  readonly features: ApFeatures;
  readonly beats: readonly SeriesBeat[];
  /** Times of all upstrokes in the record, ms: also that of the last beat, which is not measured. */
  readonly upstrokesMs: readonly number[];
  /** Mean and SD over the beats that have the feature; SD null for one beat. */
  readonly statistics: Readonly<Record<SeriesFeature, { readonly mean: number; readonly sd: number | null } | null>>;
  readonly findings: readonly Finding[];
  /** Samples that were bridged as artefacts. */
  readonly artefactSamples: number;
  /** White noise, SD of a sample, mV. */
  readonly noiseMv: number;
}

/** Times of stimuli in a record, ms: firstMs and every periodMs. */
export interface Stimuli {
  readonly firstMs: number;
  readonly periodMs: number;
}

/** A stimulus acts on an averaged potential, and captures a cell, within this time, ms. */
const STIMULATED_MS = 60;
/** The averaging begins this long before the stimulus, ms. */
const EARLIER_MS = 15;

function sinceStimulus(stimuli: Stimuli | null, timeMs: number): number {
  if (stimuli === null) return Infinity;
  const { firstMs, periodMs } = stimuli;
  const after = timeMs + EARLIER_MS - firstMs;
  return after - Math.floor(after / periodMs) * periodMs;
}

/** Number of beats that begin within 60 ms after a stimulus. */
export function capturedBeats(upstrokesMs: readonly number[], { firstMs, periodMs }: Stimuli): number {
  return upstrokesMs.filter((ms) => {
    const since = ms - firstMs;
    return since - Math.floor(since / periodMs) * periodMs <= STIMULATED_MS;
  }).length;
}

/** Beats alternate when APD90 of neighbours differs by this share, and by this, ms, in turn up and down. */
const ALTERNANS_SHARE = 0.05;
const ALTERNANS_MS = 5;
const ALTERNANS_BEATS = 4;
/** A cell runs down when its last third of beats has less than this share of the amplitude of the first third. */
const RUN_DOWN_SHARE = 0.8;
/** A baseline that moves by more than this from first to last beat, without the amplitude, drifts, mV. */
const DRIFT_MV = 10;

/**
 * Every beat of a free or paced potential, what they have in common and what they do beside their rhythm. Definitions: analyseBeats.
 * @param voltageMv mV, one value a sample @param stimuli of a paced cell: what they cause is no afterdepolarisation
 * @throws Error for a trace that analyseBeats refuses
 * @example beatSeries(voltageMv, 0.1).statistics.apd90Ms // { mean: 322.7, sd: 0.4 }
 */
export function beatSeries(voltageMv: ArrayLike<number>, dtMs: number, stimuli: Stimuli | null = null): BeatSeries {
  const prepared = prepareTrace(voltageMv, dtMs);
  const { outcome, features, upstrokes, measured } = analysePrepared(prepared);
  const slow = measured.length === 0 ? prepared.clean : slowTrace(prepared.clean, dtMs, scratch.take(prepared.clean.length));
  const beats = measured.map((beat, i): SeriesBeat => {
    const upstroke = upstrokes[i] as number;
    const next = upstrokes[i + 1];
    const after = afterdepolarisations(
      slow,
      beat,
      upstroke,
      next ?? slow.length - 1,
      dtMs,
      (sample) => sinceStimulus(stimuli, sample * dtMs) < STIMULATED_MS,
    );
    const has = (kind: Afterdepolarisation): boolean => after.includes(kind);
    const { apd30Ms, apd50Ms, apd80Ms, apd90Ms, mdpMv, peakMv, dvdtMaxVs } = beat;
    return {
      upstrokeMs: upstroke * dtMs,
      cycleLengthMs: next === undefined ? null : (next - upstroke) * dtMs,
      apd30Ms,
      apd50Ms,
      apd80Ms,
      apd90Ms,
      triangulationMs: apd90Ms - apd30Ms,
      mdpMv,
      peakMv,
      amplitudeMv: peakMv - mdpMv,
      dvdtMaxVs,
      diastolicSlopeMvS: next === undefined ? null : diastolicSlope(prepared, beat.troughAt, next),
      ead: has('EAD'),
      dad: has('DAD'),
    };
  });
  const artefactSamples = prepared.bridged.reduce((sum, [from, to]) => sum + to - from, 0);
  return {
    outcome,
    features,
    beats,
    upstrokesMs: upstrokes.map((at) => at * dtMs),
    statistics: statisticsOf(beats),
    findings: findingsOf(beats, upstrokes.length, artefactSamples),
    artefactSamples,
    noiseMv: prepared.noiseMv,
  };
}

function diastolicSlope({ diastole, dtMs }: PreparedTrace, trough: number, next: number): number | null {
  const middle = Math.floor((trough + next) / 2);
  return middle <= trough ? null : (1000 * ((diastole[middle] as number) - (diastole[trough] as number))) / ((middle - trough) * dtMs);
}

function statisticsOf(beats: readonly SeriesBeat[]): BeatSeries['statistics'] {
  return Object.fromEntries(
    SERIES_FEATURES.map((key) => {
      const values = beats.flatMap((beat) => beat[key] ?? []);
      if (values.length === 0) return [key, null];
      const mean = average(values);
      const sd = values.length < 2 ? null : Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
      return [key, { mean, sd }];
    }),
  ) as BeatSeries['statistics'];
}

function findingsOf(beats: readonly SeriesBeat[], upstrokes: number, artefactSamples: number): Finding[] {
  const third = Math.floor(beats.length / 3);
  const of = (key: 'amplitudeMv' | 'mdpMv', part: readonly SeriesBeat[]): number => average(part.map((beat) => beat[key]));
  const runsDown = third > 0 && of('amplitudeMv', beats.slice(-third)) < RUN_DOWN_SHARE * of('amplitudeMv', beats.slice(0, third));
  const drifts = third > 0 && !runsDown && Math.abs(of('mdpMv', beats.slice(-third)) - of('mdpMv', beats.slice(0, third))) > DRIFT_MV;
  const found: Record<Finding, boolean> = {
    EAD: beats.some(({ ead }) => ead),
    DAD: beats.some(({ dad }) => dad),
    alternans: alternates(beats.map(({ apd90Ms }) => apd90Ms)),
    'run-down': runsDown,
    artefacts: artefactSamples > 0,
    drift: drifts,
    'single beat': upstrokes === 1,
  };
  return FINDINGS.filter((finding) => found[finding]);
}

/** Whether durations go up and down in turn, each time by more than 5 %, in all but one pair of ten. */
function alternates(apd90Ms: readonly number[]): boolean {
  if (apd90Ms.length < ALTERNANS_BEATS) return false;
  const least = Math.max(ALTERNANS_MS, ALTERNANS_SHARE * average(apd90Ms));
  const steps = apd90Ms.slice(1).map((apd, i) => apd - (apd90Ms[i] as number));
  const turns = steps
    .slice(1)
    .filter((step, i) => Math.min(Math.abs(step), Math.abs(steps[i] as number)) > least && step * (steps[i] as number) < 0);
  return turns.length >= 0.9 * (steps.length - 1);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
