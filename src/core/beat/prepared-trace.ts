import { movingMean } from '../math/moving-mean.ts';
import { slopeReach, SPEED_SPAN_MS } from './action-potential.ts';
import { withoutArtefacts, type WithoutArtefacts } from './without-artefacts.ts';

/** Noise above this (mV a sample) is a recording, not a simulation, and is averaged before features are read. */
const NOISY_MV = 0.05;
/** Averaging of noisy traces: short enough to keep an upstroke, longer for the flat diastole. */
const NOISY_WINDOW_MS = 1;
const NOISY_DIASTOLE_MS = 5;
/** Averaging where small waves are searched for: one period of 50 Hz mains. */
const SLOW_MS = 20;

/** A trace as beats are read from it: without artefacts, and averaged where it is noisy. */
export interface PreparedTrace {
  readonly dtMs: number;
  readonly clean: ArrayLike<number>;
  readonly bridged: WithoutArtefacts['bridged'];
  /** White noise, SD of a sample, mV; 0 where there is too little to count. */
  readonly noiseMv: number;
  readonly trace: Float64Array;
  readonly diastole: Float64Array;
  /** For oscillations; of a trace without noise the trace itself. */
  readonly waves: Float64Array;
  /** Half of the samples that dV/dt is read over in `trace`. */
  readonly reach: number;
}

/** @throws Error when the trace has fewer than 8 samples, a sample is not finite or dtMs is not above 0 */
export function prepareTrace(voltageMv: ArrayLike<number>, dtMs: number): PreparedTrace {
  // One kind of list for all that reads it: twice as fast.
  const values = voltageMv instanceof Float64Array ? voltageMv : new Float64Array(voltageMv);
  checkTrace(values, dtMs);
  const { voltageMv: clean, bridged, noiseMv: sd } = withoutArtefacts(values, dtMs);
  const noisy = sd > NOISY_MV;
  const averaged = noisy ? oddSamples(NOISY_WINDOW_MS, dtMs) : 1;
  const trace = movingMean(clean, averaged);
  return {
    dtMs,
    clean,
    bridged,
    noiseMv: noisy ? sd : 0,
    trace,
    diastole: noisy ? movingMean(clean, oddSamples(NOISY_DIASTOLE_MS, dtMs)) : trace,
    waves: noisy ? slowTrace(clean, dtMs) : trace,
    reach: noisy ? slopeReach(sd, averaged, dtMs) : Math.max(1, Math.round(SPEED_SPAN_MS / 2 / dtMs)),
  };
}

/** Mean over one period of 50 Hz mains. */
export function slowTrace(trace: ArrayLike<number>, dtMs: number): Float64Array {
  return movingMean(trace, oddSamples(SLOW_MS, dtMs));
}

function checkTrace(voltageMv: Float64Array, dtMs: number): void {
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
