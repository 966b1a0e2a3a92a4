import { nthSmallest } from '../math/nth-smallest.ts';
import type { Stimuli } from './beat-series.ts';
import { analysePrepared } from './beats.ts';
import { preparedOrNull, type PreparedTrace } from './prepared-trace.ts';

/** Stimuli that were found in a recorded potential. */
export interface FoundStimuli extends Stimuli {
  /** Beats that follow one. */
  readonly beats: number;
  /** Artefacts of the same size that no upstroke follows. */
  readonly unanswered: number;
}

/** A jump from a standstill: so much (mV, and SDs of the difference of two samples) within this time, ms. */
const JUMP_MV = 2;
const JUMP_SDS = 8;
const JUMP_MS = 0.2;
/** The potential moved by less than a fifth of it within this time before, ms: an upstroke gathers speed, a stimulus does not. */
const STILL_MS = 1;
const STILL_SHARE = 0.2;
/** Jumps cannot be distinguished from upstrokes at longer sample intervals, ms; pulses that return can. */
const LONGEST_DT_MS = 0.25;
/** An upstroke follows its stimulus within this time, ms. */
const BEFORE_MS = 60;
/** Stimuli keep their interval to so many samples, and are of one size within this share. */
const REGULAR_SAMPLES = 2;
const ALIKE_SHARE = 0.5;
/** So many upstrokes at least follow a stimulus, and at least this share of all. */
const LEAST_BEATS = 2;
const LEAST_SHARE = 0.8;

interface Mark {
  /** Sample of the steepest change. */
  readonly at: number;
  readonly sizeMv: number;
}

/**
 * Stimuli of a paced cell, by their artefacts: jumps from a standstill or pulses that return (withoutArtefacts), alike, before at
 * least four upstrokes of five, at one interval to within two samples. A cell's own rhythm varies by more, and its upstrokes gather
 * speed.
 * @param voltageMv finite values, mV, one value a sample
 * @returns null where none can be recognised: the cell may have been paced all the same, without an artefact
 * @throws Error for a trace that analyseBeats refuses
 */
export function findStimuli(voltageMv: ArrayLike<number>, dtMs: number): FoundStimuli | null {
  const prepared = preparedOrNull(voltageMv, dtMs);
  if (prepared === null) return null;
  const { upstrokes } = analysePrepared(prepared);
  if (upstrokes.length < LEAST_BEATS) return null;
  const marks = [...pulses(voltageMv, prepared), ...(dtMs <= LONGEST_DT_MS ? jumps(voltageMv, prepared) : [])].sort((a, b) => a.at - b.at);
  const before = upstrokes.flatMap((upstroke) => marks.find(({ at }) => at <= upstroke && (upstroke - at) * dtMs <= BEFORE_MS) ?? []);
  const least = Math.max(LEAST_BEATS, Math.ceil(LEAST_SHARE * upstrokes.length));
  const train = regular(alike(before), least);
  if (train === null) return null;
  const isAnswered = ({ at }: Mark): boolean => upstrokes.some((upstroke) => at <= upstroke && (upstroke - at) * dtMs <= BEFORE_MS);
  const unanswered = alike(marks, before).filter((mark) => !isAnswered(mark)).length;
  return { firstMs: train.first * dtMs, periodMs: train.period * dtMs, beats: train.number, unanswered };
}

/** Pulses that return, by the sample at which each begins. */
function pulses(v: ArrayLike<number>, { bridged }: PreparedTrace): Mark[] {
  return bridged.flatMap(([from, to]) => {
    if (from === 0) return [];
    const level = v[from - 1] as number;
    let sizeMv = 0;
    for (let i = from; i < to; i++) if (Math.abs((v[i] as number) - level) > Math.abs(sizeMv)) sizeMv = (v[i] as number) - level;
    return [{ at: from, sizeMv }];
  });
}

/** Jumps from a standstill. */
function jumps(v: ArrayLike<number>, { dtMs, noiseMv }: PreparedTrace): Mark[] {
  const reach = Math.max(1, Math.round(JUMP_MS / dtMs));
  const still = Math.max(2, Math.round(STILL_MS / dtMs));
  const least = Math.max(JUMP_MV, JUMP_SDS * Math.SQRT2 * noiseMv);
  const level = (i: number): number => ((v[i] as number) + (v[i - 1] as number)) / 2;
  const found: Mark[] = [];
  for (let i = still + 1; i + reach < v.length; i++) {
    const sizeMv = (v[i + reach] as number) - (v[i] as number);
    if (Math.abs(sizeMv) < least || Math.abs(level(i) - level(i - still)) > STILL_SHARE * Math.abs(sizeMv)) continue;
    found.push({ at: steepest(v, i, i + reach), sizeMv });
    i += reach;
  }
  return found;
}

/** The sample after the largest step between two neighbours. */
function steepest(v: ArrayLike<number>, from: number, to: number): number {
  const step = (i: number): number => Math.abs((v[i] as number) - (v[i - 1] as number));
  let best = from + 1;
  for (let i = best + 1; i <= to; i++) if (step(i) > step(best)) best = i;
  return best;
}

/** Marks of about the median size of others. */
function alike(marks: readonly Mark[], others: readonly Mark[] = marks): Mark[] {
  const sizes = Float64Array.from(others, ({ sizeMv }) => sizeMv);
  const middle = sizes.length === 0 ? 0 : nthSmallest(sizes, sizes.length >> 1);
  return marks.filter(({ sizeMv }) => Math.abs(sizeMv - middle) <= ALIKE_SHARE * Math.abs(middle));
}

interface Train {
  readonly first: number;
  /** Samples. */
  readonly period: number;
  readonly number: number;
}

/** The line through the marks' samples against their numbers, without up to a fifth that lie off it; null where there is none. */
function regular(marks: readonly Mark[], least: number): Train | null {
  if (marks.length < least) return null;
  const at = marks.map((mark) => mark.at);
  const between = Float64Array.from(at.slice(1), (one, i) => one - (at[i] as number));
  const usual = nthSmallest(between, between.length >> 1);
  // Several upstrokes behind one mark have no interval.
  if (!(usual > 0)) return null;
  let points = at.map((one) => ({ at: one, number: Math.round((one - (at[0] as number)) / usual) }));
  while (points.length >= least) {
    const { first, period } = lineThrough(points);
    const off = points.map((point) => Math.abs(point.at - first - period * point.number));
    const worst = off.reduce((at, distance, i) => (distance > (off[at] as number) ? i : at), 0);
    // No line goes through marks of one number.
    if (Number.isNaN(off[worst])) return null;
    if ((off[worst] as number) <= REGULAR_SAMPLES) {
      const earliest = first + period * (points[0] as { number: number }).number;
      return new Set(points.map(({ number }) => number)).size < points.length ? null : { first: earliest, period, number: points.length };
    }
    points = points.filter((_, i) => i !== worst);
  }
  return null;
}

function lineThrough(points: readonly { readonly at: number; readonly number: number }[]): { first: number; period: number } {
  const mean = (of: (point: { at: number; number: number }) => number): number => points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [x, y] = [mean(({ number }) => number), mean(({ at }) => at)];
  const period = mean((p) => (p.number - x) * (p.at - y)) / mean((p) => (p.number - x) ** 2);
  return { first: y - period * x, period };
}
