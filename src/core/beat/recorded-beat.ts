import type { ApFeatures } from './ap-features.ts';
import { analyseBeats, analysePrepared, type BeatAnalysis } from './beats.ts';
import { prepareTrace, type PreparedTrace } from './prepared-trace.ts';
import { smoothBySpeed } from './smooth-by-speed.ts';

/** Recorded activity of a cell, as one period that can be repeated. */
export interface RecordedBeat {
  readonly dtMs: number;
  /** mV in the recorded frame; the last value is the first of the next period. */
  readonly voltageMv: Float64Array;
  readonly periodMs: number;
  /** Time of the upstroke in the period, ms; null for a cell at rest. */
  readonly upstrokeMs: number | null;
  /** Means over the recording's beats; for a resting cell its potential. */
  readonly features: ApFeatures;
  /** Up to this time in the period a stimulus acts on the potential, which then is no observation, ms; absent: the cell was free. */
  readonly stimulatedMs?: number;
}

/** Interval of a period's samples, ms. */
const PERIOD_DT_MS = 0.5;
/** Length of the period of a resting cell, ms. */
const REST_MS = 500;
/** The period begins this long before its upstroke, ms and as a share of the cycle. */
const LEAD_MS = 100;
const LEAD_SHARE = 0.25;
/** Diastole begins after this many APD90, or after this share of the cycle where that is earlier. */
const DIASTOLE_APD90 = 1.15;
const DIASTOLE_SHARE = 0.8;
/** Time on either side of a beat when it is analysed alone, ms. */
const AROUND_MS = 60;

/**
 * The beat of a recording that is nearest to the mean of all, its diastole stretched to the mean cycle length. A model beats
 * regularly, so an irregular cell is represented by its mean.
 * @param voltageMv free-running potential, mV, one value a sample
 * @throws Error for a trace that analyseBeats refuses
 */
export function recordedBeat(voltageMv: ArrayLike<number>, dtMs: number): RecordedBeat {
  const prepared = prepareTrace(voltageMv, dtMs);
  const analysis = analysePrepared(prepared);
  const { features, upstrokes } = analysis;
  const { cycleLengthMs, apd90Ms } = features;
  if (cycleLengthMs === null || apd90Ms === null || upstrokes.length < 2) return restingBeat(analysis);
  const [upstroke, next] = mostTypical(prepared, upstrokes, features);
  const leadMs = Math.min(LEAD_SHARE * ((next - upstroke) * dtMs), LEAD_MS, (upstroke - 1) * dtMs);
  return periodOf(prepared, { ...features, cycleLengthMs, apd90Ms }, [upstroke, next], leadMs);
}

/** Features of a cell that beats. */
export type BeatingFeatures = ApFeatures & { readonly cycleLengthMs: number; readonly apd90Ms: number };

/**
 * The beat between two upstrokes (samples), its diastole stretched to the cycle length of the features.
 * @param leadMs time before the upstroke at which the period begins
 */
export function periodOf(
  prepared: PreparedTrace,
  features: BeatingFeatures,
  [upstroke, next]: readonly [number, number],
  leadMs: number,
): RecordedBeat {
  const { dtMs } = prepared;
  const { cycleLengthMs, apd90Ms } = features;
  const own = (next - upstroke) * dtMs;
  const smooth = smoothBySpeed(prepared.clean, dtMs);
  const count = Math.round(cycleLengthMs / PERIOD_DT_MS);
  const periodMs = count * PERIOD_DT_MS;
  const diastole = leadMs + Math.min(DIASTOLE_APD90 * apd90Ms, DIASTOLE_SHARE * Math.min(own, periodMs));
  const stretch = (own - diastole) / (periodMs - diastole);
  const period = Float64Array.from({ length: count + 1 }, (_, i) => {
    const t = i * PERIOD_DT_MS;
    return valueAt(smooth, upstroke + ((t <= diastole ? t : diastole + (t - diastole) * stretch) - leadMs) / dtMs);
  });
  return { dtMs: PERIOD_DT_MS, voltageMv: closed(period, Math.round(diastole / PERIOD_DT_MS)), periodMs, upstrokeMs: leadMs, features };
}

function restingBeat({ features }: BeatAnalysis): RecordedBeat {
  const rest = features.mdpMv;
  if (rest === null)
    throw new Error('The free recording shows neither two beats nor a resting potential. Record the cell free of the clamp for longer.');
  return { dtMs: 1, voltageMv: new Float64Array(REST_MS + 1).fill(rest), periodMs: REST_MS, upstrokeMs: null, features };
}

/** The upstroke whose beat is nearest to the means, and the next one. @param upstrokes samples, two at least */
export function mostTypical(
  { clean, dtMs }: PreparedTrace,
  upstrokes: readonly number[],
  mean: ApFeatures,
): readonly [upstroke: number, next: number] {
  const off = (value: number | null, of: number | null, scale: number): number =>
    value === null || of === null ? 1 : Math.abs(value - of) / scale;
  const trace = Array.from(clean);
  const distances = upstrokes.slice(1).map((next, i) => {
    const upstroke = upstrokes[i] as number;
    const around = AROUND_MS / dtMs;
    const piece = trace.slice(Math.max(0, Math.floor(upstroke - around)), Math.ceil(next + around));
    const { features } = analyseBeats(piece, dtMs);
    const cycle = 3 * off((next - upstroke) * dtMs, mean.cycleLengthMs, mean.cycleLengthMs ?? NaN);
    const duration = off(features.apd90Ms, mean.apd90Ms, mean.apd90Ms ?? NaN) + off(features.apd50Ms, mean.apd50Ms, mean.apd50Ms ?? NaN);
    return (
      cycle +
      duration +
      off(features.mdpMv, mean.mdpMv, 10) +
      off(features.peakMv, mean.peakMv, 20) +
      (upstroke < LEAD_SHARE * (next - upstroke) ? 1 : 0)
    );
  });
  const first = distances.indexOf(Math.min(...distances));
  return [upstrokes[first] as number, upstrokes[first + 1] as number];
}

function valueAt(trace: Float64Array, at: number): number {
  const i = Math.max(0, Math.min(trace.length - 2, Math.floor(at)));
  const [before, after] = [trace[i] as number, trace[i + 1] as number];
  return before + (at - i) * (after - before);
}

/** Makes the last value equal to the first, by a slope through diastole. */
function closed(period: Float64Array, diastole: number): Float64Array {
  const last = period.length - 1;
  const gap = (period[last] as number) - (period[0] as number);
  return period.map((value, i) => (i <= diastole ? value : value - (gap * (i - diastole)) / (last - diastole)));
}
