import { beatSeries, type SeriesBeat, type Stimuli } from '../beat/beat-series.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import type { Span } from './observe-lanes.ts';
import { stimuliOf } from './recorded-stimuli.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { isActionPotential } from '../beat/action-potential.ts';
import { sweepOutcome, type SweepOutcome } from './sweep-outcome.ts';
import { concentrationAt, type Wash } from './wash.ts';
import { isArrest, WASH_BEAT_FEATURES, type WashBeat, type WashBeatMeasures, type WashEvent } from './washed-cell.ts';

/** Shortest interval, and most of them in a time course. */
const INTERVAL_S = 5;
const MOST_INTERVALS = 240;
/** Beats and outcome of an interval are read with so much of the record before and after it. */
const AROUND_S = 5;

/** An interval as the potential tells it. */
export interface ReadInterval {
  readonly outcome: SweepOutcome;
  readonly features: WashBeatMeasures;
  /** The last full cycle of a beat of its own, else around it, ms of the record. */
  readonly cycle: Span | null;
}

/** The record of one cell in a time course. */
export interface ReadWash {
  readonly intervals: readonly ReadInterval[];
  readonly beats: readonly WashBeat[];
  /** Of each beat, from its upstroke to the next, ms of the record; null where no other follows. */
  readonly cycles: readonly (Span | null)[];
  readonly events: readonly WashEvent[];
}

/** Length of an interval, s: 5 s, more where the time course is long. Whole seconds. */
export function intervalS({ endS }: Pick<Wash, 'endS'>): number {
  return Math.max(INTERVAL_S, Math.ceil(endS / MOST_INTERVALS));
}

export function intervalCount(wash: Pick<Wash, 'endS'>): number {
  return Math.ceil(wash.endS / intervalS(wash) - 1e-9);
}

const NONE = Object.fromEntries(WASH_BEAT_FEATURES.map((key) => [key, null])) as WashBeatMeasures;
const DIVERGED: ReadInterval = { outcome: 'diverged', features: NONE, cycle: null };

/** Reads the record of a time course interval by interval: what the cell does, its beats, and when it begins to do something else. */
export function readWash(voltageMv: Float64Array, condition: SweepCondition, wash: Wash): ReadWash {
  const beats: WashBeat[] = [];
  const cycles: (Span | null)[] = [];
  const upstrokesS: number[] = [];
  const intervals = Array.from({ length: intervalCount(wash) }, (_, i): ReadInterval => {
    const [fromS, toS] = [i * intervalS(wash), Math.min(wash.endS, (i + 1) * intervalS(wash))];
    const startS = Math.max(0, fromS - AROUND_S);
    const endS = Math.min(wash.endS, toS + AROUND_S);
    const part = voltageMv.subarray(sampleAt(startS), sampleAt(endS) + 1);
    if (!Number.isFinite(part.at(-1))) return DIVERGED;
    const stimuli = stimuliWithin(condition, wash, startS, endS);
    const series = beatSeries(part, RECORD_DT_MS, stimuli);
    const isOwn = (upstrokeMs: number): boolean => startS + upstrokeMs / 1000 >= fromS && startS + upstrokeMs / 1000 < toS;
    const rhythm = series.beats.filter(({ upstrokeMs }) => isOwn(upstrokeMs));
    const own = rhythm.filter(isBeat);
    // The last upstroke of a record is not measured: no other follows it.
    const small = new Set(series.beats.filter((beat) => !isBeat(beat)).map(({ upstrokeMs }) => upstrokeMs));
    upstrokesS.push(...series.upstrokesMs.filter((ms) => isOwn(ms) && !small.has(ms)).map((ms) => startS + ms / 1000));
    const around = sweepOutcome(series, stimuli);
    // Beats before or after do not make beats of an oscillation.
    const outcome = !isArrest(around) && rhythm.length > 0 && own.length === 0 ? 'oscillating' : around;
    beats.push(...own.map((beat) => ({ atS: startS + beat.upstrokeMs / 1000, ...measuresOf([beat]) })));
    cycles.push(...own.map((beat) => cycleOf([beat], 1000 * startS)));
    if (isArrest(outcome)) {
      // A cell at rest has its resting potential, an oscillation its peak, trough and period.
      const { cycleLengthMs, mdpMv, peakMv, dvdtMaxVs } = series.features;
      return { outcome, features: { ...NONE, cycleLengthMs, mdpMv, peakMv, dvdtMaxVs }, cycle: null };
    }
    // A slow cell may have no beat of its own in an interval: those around it are taken.
    const used = own.length > 0 ? own : series.beats.filter(isBeat);
    return { outcome, features: measuresOf(used), cycle: cycleOf(used, 1000 * startS) };
  });
  return { intervals, beats, cycles, events: eventsOf(intervals, upstrokesS, wash) };
}

function cycleOf(beats: readonly SeriesBeat[], startMs: number): Span | null {
  const last = beats.findLast(({ cycleLengthMs }) => cycleLengthMs !== null);
  return last?.cycleLengthMs == null ? null : [startMs + last.upstrokeMs, startMs + last.upstrokeMs + last.cycleLengthMs];
}

function isBeat({ amplitudeMv, dvdtMaxVs }: SeriesBeat): boolean {
  return isActionPotential(amplitudeMv, dvdtMaxVs);
}

function sampleAt(timeS: number): number {
  return Math.round((1000 * timeS) / RECORD_DT_MS);
}

/** The stimuli of a part of the record, in its time. */
function stimuliWithin(condition: SweepCondition, wash: Wash, startS: number, endS: number): (Stimuli & { readonly count: number }) | null {
  const all = stimuliOf({ ...condition, seconds: wash.endS });
  if (all === null) return null;
  const { firstMs, periodMs } = all;
  const first = Math.ceil((1000 * startS - firstMs) / periodMs - 1e-9);
  const ownFirstMs = firstMs + Math.max(0, first) * periodMs - 1000 * startS;
  return { firstMs: ownFirstMs, periodMs, count: Math.floor((1000 * (endS - startS) - ownFirstMs) / periodMs) };
}

/** Means over the beats that have the measure. */
function measuresOf(beats: readonly SeriesBeat[]): WashBeatMeasures {
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  return Object.fromEntries(
    WASH_BEAT_FEATURES.map((key) => [key, mean(beats.flatMap((beat) => beat[key] ?? []))]),
  ) as unknown as WashBeatMeasures;
}

/** What begins and goes on for at least two intervals, or to the end. */
export function eventsOf(intervals: readonly Pick<ReadInterval, 'outcome'>[], upstrokesS: readonly number[], wash: Wash): WashEvent[] {
  const events: WashEvent[] = [];
  let now = intervals[0]?.outcome;
  intervals.forEach(({ outcome }, i) => {
    const next = intervals[i + 1];
    if (i === 0 || outcome === now || (next !== undefined && next.outcome !== outcome)) return;
    const fromS = i * intervalS(wash);
    const last = upstrokesS.findLast((atS) => atS < fromS + intervalS(wash));
    // An interval between rest and rhythm may be too short to be an event of its own, and has the first beats.
    const restS = (1 + intervals.findLastIndex((before, k) => k < i && isArrest(before.outcome))) * intervalS(wash);
    const first = upstrokesS.find((atS) => atS >= restS);
    const [ends, begins] = [isArrest(outcome), now !== undefined && isArrest(now)];
    const atS = ends && !begins ? (last ?? fromS) : begins && !ends ? (first ?? fromS) : fromS;
    events.push({ atS, nM: concentrationAt(wash, atS), outcome });
    now = outcome;
  });
  return events;
}
