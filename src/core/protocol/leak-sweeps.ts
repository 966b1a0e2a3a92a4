import { choice, integerBetween, numberBetween, record, type Of } from '../schema/index.ts';
import { protocolDurationMs, segmentEndMv, segmentStartMv, type Protocol, type Segment } from './protocol.ts';

/**
 * P/N leak subtraction: the command of a protocol is played N more times, scaled to the Nth part, from a level at which no channel
 * opens. What the sub-sweeps sum up to is leak and capacitance (Bezanilla and Armstrong 1977, doi:10.1085/jgp.70.5.549).
 */
export const leakPlanSchema = record({
  /** N: sub-sweeps, each with the Nth part of every step. */
  sweeps: integerBetween(2, 16),
  /** Whether a sub-sweep steps in the direction of the protocol or against it. */
  direction: choice('same', 'opposite'),
  /** Potential that the sub-sweeps start from, mV. */
  holdingMv: numberBetween(-150, 0),
  /** Whether the sub-sweeps are played before the protocol or after all else of the run. */
  when: choice('before', 'after'),
  /** Shortest rest at that potential before each sub-sweep, ms. */
  restMs: numberBetween(20, 10_000),
});
export type LeakPlan = Of<typeof leakPlanSchema>;

export const USUAL_LEAK_PLAN: LeakPlan = { sweeps: 4, direction: 'same', holdingMv: -100, when: 'before', restMs: 200 };

/** Id of the sub-sweeps as a protocol. */
export const LEAK_TRAIN_ID = 'leak-sub-sweeps';
/** Sub-sweeps that leave this range may open channels: below it the funny current, above it the sodium current, mV. */
export const QUIET_RANGE_MV = { lowest: -120, highest: -60 } as const;
/** Samples of all sub-sweeps together, which are held in memory when they are subtracted. */
export const MOST_LEAK_SAMPLES = 30_000_000;
/** A protocol that stays at its holding potential for less than this at its start has a noisy zero line, ms. */
const SHORT_BASELINE_MS = 5;
/** Grid of times that every amplifier here can play, ms. */
const TIME_GRID_MS = 0.1;

/** Times of the sub-sweeps: sub-sweep k, from 0, begins k periods and one rest after the start. Whole samples, ms. */
export interface LeakTimes {
  readonly restMs: number;
  readonly periodMs: number;
}

/** @example leakWords({ sweeps: 4, direction: 'same' }) // 'P/4' */
export function leakWords({ sweeps, direction }: Pick<LeakPlan, 'sweeps' | 'direction'>): string {
  return direction === 'same' ? `P/${sweeps}` : `P/-${sweeps}`;
}

/** @example leakSettingWords(USUAL_LEAK_PLAN) // 'P/4 from -100 mV before the protocol' */
export function leakSettingWords(plan: LeakPlan | null): string {
  return plan === null ? 'off' : `${leakWords(plan)} from ${plan.holdingMv} mV ${plan.when} the protocol`;
}

/** Rest and period as whole samples on the grid of the amplifier. */
export function leakTimes(played: Protocol, { restMs }: LeakPlan, sampleRateHz: number): LeakTimes {
  const unit = commonUnitMs(sampleRateHz);
  const up = (ms: number): number => Math.ceil(ms / unit - 1e-9) * unit;
  const rest = up(restMs);
  return { restMs: rest, periodMs: rest + up(protocolDurationMs(played)) };
}

/**
 * The sub-sweeps one after the other, each after a rest.
 * @param played the protocol as the amplifier plays it: sub-sweeps have its very times
 */
export function leakTrain(played: Protocol, plan: LeakPlan, sampleRateHz: number): Protocol {
  const { restMs, periodMs } = leakTimes(played, plan, sampleRateHz);
  const padMs = periodMs - restMs - protocolDurationMs(played);
  const rest = (durationMs: number): Segment => ({ kind: 'step', voltageMv: plan.holdingMv, durationMs });
  const scaled = played.segments.map((segment) => scaledSegment(segment, played.holdingMv, plan));
  return {
    id: LEAK_TRAIN_ID,
    name: `${leakWords(plan)} sub-sweeps of ${played.name}`,
    source: played.source,
    holdingMv: plan.holdingMv,
    segments: Array.from({ length: plan.sweeps }, (_, k) => [rest(k === 0 ? restMs : restMs + padMs), ...scaled]).flat(),
  };
}

/** Lowest and highest potential of the sub-sweeps, mV. */
export function leakRangeMv(protocol: Protocol, plan: LeakPlan): { readonly lowest: number; readonly highest: number } {
  const levels = protocol.segments
    .map((segment) => scaledSegment(segment, protocol.holdingMv, plan))
    .flatMap((segment) => [segmentStartMv(segment), segmentEndMv(segment)]);
  const reached = [plan.holdingMv, ...levels];
  return {
    lowest: reached.reduce((least, level) => Math.min(least, level), Infinity),
    highest: reached.reduce((most, level) => Math.max(most, level), -Infinity),
  };
}

/** What an operator should know before these sub-sweeps are played, a sentence each. */
export function leakWarnings(protocol: Protocol, plan: LeakPlan): string[] {
  const { lowest, highest } = leakRangeMv(protocol, plan);
  const baselineMs = leakBaselineMs(protocol);
  const words = leakWords(plan);
  return [
    ...(lowest < QUIET_RANGE_MV.lowest || highest > QUIET_RANGE_MV.highest
      ? [
          `The ${words} sub-sweeps go from ${lowest.toFixed(0)} to ${highest.toFixed(0)} mV; beyond ${QUIET_RANGE_MV.lowest} to ` +
            `${QUIET_RANGE_MV.highest} mV they may open channels, which would be subtracted as leak. Take a larger N or another level.`,
        ]
      : []),
    ...(baselineMs < SHORT_BASELINE_MS
      ? [
          `This protocol stays at its holding potential for only ${Number(baselineMs.toFixed(1))} ms at its start; the zero line of the ` +
            `subtracted current is as noisy as so few samples are.`,
        ]
      : []),
  ];
}

/** Time that a protocol stays at its holding potential at its start, ms: from there the current before its steps is read. */
export function leakBaselineMs({ holdingMv, segments }: Protocol): number {
  let ms = 0;
  for (const segment of segments) {
    if (segmentStartMv(segment) !== holdingMv || segmentEndMv(segment) !== holdingMv) break;
    ms += segment.durationMs;
  }
  return ms;
}

function scaledSegment(segment: Segment, fromMv: number, { sweeps, direction, holdingMv }: LeakPlan): Segment {
  const share = (direction === 'same' ? 1 : -1) / sweeps;
  const scale = (mv: number): number => holdingMv + (mv - fromMv) * share;
  return segment.kind === 'step'
    ? { ...segment, voltageMv: scale(segment.voltageMv) }
    : { ...segment, startMv: scale(segment.startMv), endMv: scale(segment.endMv) };
}

/** The shortest time that is whole on the time grid and a whole number of samples, ms. */
function commonUnitMs(sampleRateHz: number): number {
  for (let steps = 1; steps <= 10_000; steps++) {
    const ms = steps * TIME_GRID_MS;
    const samples = (ms * sampleRateHz) / 1000;
    if (samples >= 1 && Math.abs(samples - Math.round(samples)) < 1e-6) return ms;
  }
  throw new Error(`Expected a sampling rate with a whole number of samples in a second, got ${sampleRateHz} Hz. Choose another rate.`);
}
