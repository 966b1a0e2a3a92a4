import { movingMean } from '../math/moving-mean.ts';
import { valueRange, type ValueRange } from '../math/value-range.ts';
import { slopeReach, SPEED_SPAN_MS } from './action-potential.ts';
import { NoPotentialError, withoutArtefacts, type WithoutArtefacts } from './without-artefacts.ts';

/** Averaging of noisy traces: short enough to keep an upstroke, longer for the flat diastole. */
const NOISY_WINDOW_MS = 1;
const NOISY_DIASTOLE_MS = 5;
/** Averaging where small waves are searched for: one period of 50 Hz mains. */
const SLOW_MS = 20;

/** A trace as beats are read from it: without artefacts, and averaged where it is noisy. */
export interface PreparedTrace {
  readonly dtMs: number;
  readonly clean: Float64Array;
  readonly bridged: WithoutArtefacts['bridged'];
  /** White noise, SD of a sample, mV; 0 where there is too little to count. */
  readonly noiseMv: number;
  readonly trace: Float64Array;
  /** Of `trace`, mV. */
  readonly range: ValueRange;
  readonly diastole: Float64Array;
  /** For oscillations; of a trace without noise the trace itself. */
  readonly waves: Float64Array;
  /** Half of the samples that dV/dt is read over in `trace`. */
  readonly reach: number;
}

/** @throws Error when the trace has fewer than 8 samples, a sample is not finite or dtMs is not above 0 */
export function prepareTrace(voltageMv: ArrayLike<number>, dtMs: number): PreparedTrace {
  const { values, range } = checkedTrace(voltageMv, dtMs);
  const { voltageMv: clean, bridged, noiseMv } = withoutArtefacts(values, dtMs, range);
  const noisy = noiseMv > 0;
  const averaged = noisy ? oddSamples(NOISY_WINDOW_MS, dtMs) : 1;
  const trace = noisy ? movingMean(clean, averaged) : clean;
  return {
    dtMs,
    clean,
    bridged,
    noiseMv,
    trace,
    range: trace === values ? range : valueRange(trace),
    diastole: noisy ? movingMean(clean, oddSamples(NOISY_DIASTOLE_MS, dtMs)) : trace,
    waves: noisy ? slowTrace(clean, dtMs) : trace,
    reach: noisy ? slopeReach(noiseMv, averaged, dtMs) : Math.max(1, Math.round(SPEED_SPAN_MS / 2 / dtMs)),
  };
}

/** Mean over one period of 50 Hz mains. @param into receives it */
export function slowTrace(trace: ArrayLike<number>, dtMs: number, into?: Float64Array): Float64Array {
  return movingMean(trace, oddSamples(SLOW_MS, dtMs), into);
}

/** The trace as one kind of list for all that reads it: twice as fast. Nothing writes into it. */
function checkedTrace(voltageMv: ArrayLike<number>, dtMs: number): { readonly values: Float64Array; readonly range: ValueRange } {
  if (!(dtMs > 0) || !Number.isFinite(dtMs)) {
    throw new Error(`Beat analysis expected a sample interval above 0 ms, got ${dtMs}. Pass the interval of the trace.`);
  }
  const { length } = voltageMv;
  if (length < 8) {
    throw new Error(`Beat analysis expected at least 8 samples, got ${length}. Record or simulate a longer trace.`);
  }
  const values = voltageMv instanceof Float64Array ? voltageMv : new Float64Array(length);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    const mv = voltageMv[i] as number;
    if (!Number.isFinite(mv)) {
      throw new Error(`Beat analysis expected finite millivolts, got ${mv} at sample ${i}. Cut the trace before it.`);
    }
    if (mv < low) low = mv;
    if (mv > high) high = mv;
    if (values !== voltageMv) values[i] = mv;
  }
  return { values, range: { low, high } };
}

function oddSamples(windowMs: number, dtMs: number): number {
  return Math.max(3, 2 * Math.floor(windowMs / dtMs / 2) + 1);
}

/** Null where the trace is no potential; other errors are thrown. */
export function preparedOrNull(voltageMv: ArrayLike<number>, dtMs: number): PreparedTrace | null {
  try {
    return prepareTrace(voltageMv, dtMs);
  } catch (error) {
    if (error instanceof NoPotentialError) return null;
    throw error;
  }
}
