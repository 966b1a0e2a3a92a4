import { nthSmallest } from '../math/nth-smallest.ts';
import { analysePrepared } from './beats.ts';
import { findStimuli, type FoundStimuli } from './find-stimuli.ts';
import { preparedOrNull, type PreparedTrace } from './prepared-trace.ts';
import { mostTypical, periodOf, type RecordedBeat } from './recorded-beat.ts';

/** The beat of a paced potential as it is fitted, or why there is none, in a sentence. */
export type PacedBeat = { readonly beat: RecordedBeat } | { readonly why: string };

const NOT_FOLLOWED = 'Its beats do not follow its stimuli one by one.';
/** A period begins this long before its stimulus, ms: what averaging carries forward from it is left out as well. */
const BEFORE_STIMULUS_MS = 10;
/** A stimulus that is not found lies in this time before the upstroke, ms. */
const BEFORE_UPSTROKE_MS = 60;
/** A stimulus and its artefact end this long after the upstroke, ms; later where a pulse is seen to end later: this long after it. */
const AFTER_UPSTROKE_MS = 20;
const AFTER_PULSE_MS = 5;
/** Intervals between upstrokes are those of the stimuli within this share, this share of them at least. */
const REGULAR_SHARE = 0.05;
const LEAST_SHARE = 0.8;
/** Stimuli that are not found have captured a cell whose interval is below this share of its own. */
const FASTER = 0.85;

/**
 * The beat of a paced potential that is nearest to the mean of all, one pacing interval long. It begins shortly before the stimulus;
 * `stimulatedMs` says up to where the stimulus acts. Stimuli are found by their artefacts, else looked for before the upstrokes.
 * @param voltageMv finite values, mV, one value a sample
 * @param ownCycleMs of the free cell, ms; null: it rests, or is not asked
 * @throws Error for fewer than 8 samples, a value that is not finite, or a sample interval not above 0
 */
export function pacedBeat(voltageMv: ArrayLike<number>, dtMs: number, ownCycleMs: number | null = null): PacedBeat {
  const prepared = preparedOrNull(voltageMv, dtMs);
  const { upstrokes, features } = prepared === null ? { upstrokes: [] } : analysePrepared(prepared);
  if (prepared === null || upstrokes.length < 2 || features === undefined || features.apd90Ms === null)
    return { why: 'It shows no two action potentials.' };
  const stimuli = findStimuli(voltageMv, dtMs);
  const cycleLengthMs = stimuli?.periodMs ?? usualInterval(upstrokes) * dtMs;
  const unanswered = (stimuli?.unanswered ?? 0) > (1 - LEAST_SHARE) * upstrokes.length;
  if (unanswered || !areRegular(upstrokes, cycleLengthMs / dtMs))
    return { why: stimuli === null ? 'Its beats have no one interval, and no stimuli are found.' : NOT_FOLLOWED };
  if (stimuli === null && ownCycleMs !== null && cycleLengthMs > FASTER * ownCycleMs)
    return { why: "No stimuli are found, and its beats are not faster than the cell's own: nothing shows that they were paced." };
  const whole = upstrokes.filter((upstroke) => stimulusBefore(upstroke, stimuli, dtMs) * dtMs > BEFORE_STIMULUS_MS);
  if (whole.length < 2) return { why: 'It shows no beat from before its stimulus to the next one.' };
  const mean = { ...features, cycleLengthMs, apd90Ms: features.apd90Ms };
  const pair = mostTypical(prepared, whole, mean);
  const stimulus = stimulusBefore(pair[0], stimuli, dtMs);
  const leadMs = (pair[0] - stimulus) * dtMs + BEFORE_STIMULUS_MS;
  const end = stimulatedUntil(prepared, stimulus, pair[0]);
  return { beat: { ...periodOf(prepared, mean, pair, leadMs), stimulatedMs: leadMs + (end - pair[0]) * dtMs } };
}

function intervals(upstrokes: readonly number[]): Float64Array {
  return Float64Array.from(upstrokes.slice(1), (upstroke, i) => upstroke - (upstrokes[i] as number));
}

function usualInterval(upstrokes: readonly number[]): number {
  const between = intervals(upstrokes);
  return nthSmallest(between, between.length >> 1);
}

function areRegular(upstrokes: readonly number[], period: number): boolean {
  const between = intervals(upstrokes);
  const regular = between.filter((interval) => Math.abs(interval - period) <= REGULAR_SHARE * period);
  return regular.length >= LEAST_SHARE * between.length;
}

/** Sample of the stimulus of an upstroke; where none are found the earliest that it can be. */
function stimulusBefore(upstroke: number, stimuli: FoundStimuli | null, dtMs: number): number {
  const earliest = upstroke - BEFORE_UPSTROKE_MS / dtMs;
  if (stimuli === null) return earliest;
  const [first, period] = [stimuli.firstMs / dtMs, stimuli.periodMs / dtMs];
  // The upstroke may be the edge of the stimulus itself, a sample before the line through all.
  const at = Math.min(upstroke, first + period * Math.floor((upstroke - first + AT_ONCE) / period));
  return Math.max(earliest, at);
}

/** Samples by which a stimulus may seem to be later than its upstroke. */
const AT_ONCE = 3;

function stimulatedUntil({ bridged, dtMs }: PreparedTrace, stimulus: number, upstroke: number): number {
  const usual = upstroke + AFTER_UPSTROKE_MS / dtMs;
  const pulses = bridged.filter(([from, to]) => to >= stimulus && from <= usual);
  return Math.max(usual, ...pulses.map(([, to]) => to + AFTER_PULSE_MS / dtMs));
}
