import { leakBaselineMs, leakPlanSchema, leakWords, type LeakPlan, type LeakTimes } from '../protocol/leak-sweeps.ts';
import { segmentEndMv, segmentStartMv, type Protocol } from '../protocol/protocol.ts';
import { choice, numberBetween, record, textOf, type Of } from '../schema/index.ts';

/** What a recording of a P/N run states of itself. The protocol and its sub-sweeps are two recordings with the same `run`. */
export const leakMarkSchema = record({
  run: textOf(1, 64),
  role: choice('protocol', 'sub-sweeps'),
  plan: leakPlanSchema,
  /** See LeakTimes. */
  restMs: numberBetween(0, 1e5),
  periodMs: numberBetween(0, 1e7),
});
export type LeakMark = Of<typeof leakMarkSchema>;

export interface LeakSubtracted {
  /** Current without leak and capacitance, pA, zero at the holding potential; NaN where a sample of it or of a sub-sweep was lost. */
  readonly currentPa: Float32Array;
  /** Current at the holding potential before the first step, pA, which was taken off as well. */
  readonly holdingPa: number;
}

/** Raw currents of a protocol and of its sub-sweeps, pA, one value a sample, sample 0 at the end of each hold. */
export interface LeakCurrents {
  readonly sampleRateHz: number;
  readonly protocolPa: Float32Array;
  readonly subSweepsPa: Float32Array;
}

/**
 * Takes leak and capacitance off the current of a protocol: the sum of its sub-sweeps, each without the current at its own rest. Linear
 * currents vanish whatever their reversal potential; N sub-sweeps raise the noise by sqrt(N + 1). Pure: neither raw current is changed.
 * @param played the protocol as it was played
 */
export function subtractLeak(
  { sampleRateHz, protocolPa, subSweepsPa }: LeakCurrents,
  played: Protocol,
  { sweeps, direction }: Pick<LeakPlan, 'sweeps' | 'direction'>,
  { restMs, periodMs }: LeakTimes,
): LeakSubtracted {
  const samplesIn = (ms: number): number => Math.round((ms * sampleRateHz) / 1000);
  const [rest, period] = [samplesIn(restMs), samplesIn(periodMs)];
  const baseline = Math.min(protocolPa.length, Math.floor((leakBaselineMs(played) * sampleRateHz) / 1000 + 1e-6) + 1);
  // The second half: what the level before has left behind is over.
  const holdingPa = meanOf(protocolPa, baseline >> 1, baseline);
  const sign = direction === 'same' ? 1 : -1;
  const currentPa = Float32Array.from(protocolPa, (value) => value - holdingPa);
  for (let k = 0; k < sweeps; k++) {
    const start = k * period + rest;
    const restPa = meanOf(subSweepsPa, start - (rest >> 1), start + 1);
    for (let i = 0; i < currentPa.length; i++) {
      const at = start + i;
      currentPa[i] = currentPa[i]! - sign * (at < subSweepsPa.length ? subSweepsPa[at]! - restPa : NaN);
    }
  }
  return { currentPa, holdingPa };
}

/** Why the two were not played as one P/N run, in a sentence; null: they were. */
export function leakProblem(played: Protocol, train: Protocol, { plan, restMs, periodMs }: LeakMark): string | null {
  const { sweeps } = plan;
  const each = played.segments.length + 1;
  const problem = 'The sub-sweeps were not played with the times of the protocol; nothing can be subtracted.';
  if (train.segments.length !== sweeps * each) return problem;
  let at = 0;
  const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;
  for (let k = 0; k < sweeps; k++) {
    const [first, ...steps] = train.segments.slice(k * each, (k + 1) * each);
    at += first?.durationMs ?? 0;
    if (!close(at, k * periodMs + restMs)) return problem;
    if (steps.some(({ kind, durationMs }, i) => kind !== played.segments[i]?.kind || !close(durationMs, played.segments[i].durationMs)))
      return problem;
    at += steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
  }
  return null;
}

/**
 * The largest difference between N times a step of a sub-sweep and the step of the protocol, mV: what rounding to the steps of the
 * amplifier has left.
 */
export function leakLevelErrorMv(played: Protocol, train: Protocol, { sweeps, direction }: LeakPlan): number {
  const factor = (direction === 'same' ? 1 : -1) * sweeps;
  return played.segments.reduce((largest, segment, i) => {
    const scaled = train.segments[i + 1];
    if (scaled === undefined) return largest;
    const off = [segmentStartMv, segmentEndMv].map((level) =>
      Math.abs(factor * (level(scaled) - train.holdingMv) - (level(segment) - played.holdingMv)),
    );
    return Math.max(largest, ...off);
  }, 0);
}

/** How a current was subtracted, in a sentence. */
export function leakSubtractionWords(of: {
  readonly mark: LeakMark;
  /** Number of the recording with the sub-sweeps. */
  readonly partner: number;
  readonly holdingPa: number;
  readonly levelErrorMv: number;
}): string {
  const { mark, partner, holdingPa, levelErrorMv } = of;
  const rounding = levelErrorMv < 0.01 ? '' : ` Steps are rounded by up to ${levelErrorMv.toFixed(2)} mV.`;
  return (
    `${leakWords(mark.plan)} from ${mark.plan.holdingMv} mV: the sum of the sub-sweeps of recording ${partner} and the current at the ` +
    `holding potential, ${holdingPa.toFixed(1)} pA, are taken off the raw current. A twin is inferred from the raw current.${rounding}`
  );
}

/** Without lost samples; NaN where there is no other. */
function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  let n = 0;
  for (let i = Math.max(0, from); i < Math.min(to, values.length); i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    n++;
  }
  return sum / n;
}
