import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { CLAMP_INPUTS, membraneStep, pacedStep } from '../cell/steps.ts';
import { compileScalar } from './scalar-engine.ts';
import { EDGE_MS } from './kernel-layout.ts';
import { checkPacing, type FreeLimits, type Pacing } from './kernel.ts';

/** Steps of the readable reference, free running. */
export const REFERENCE_LIMITS: FreeLimits = { dtMin: 0.002, dtMax: 0.1, dvMax: 0.2 };
/** Steps for interactive twins: cycle length within 0.03 % of the reference. */
export const FAST_LIMITS: FreeLimits = { dtMin: 0.02, dtMax: 0.5, dvMax: 1 };

export interface FreeOptions {
  /** Time before the record, s. */
  readonly settleS: number;
  readonly seconds: number;
  /** Interval of the record, ms. */
  readonly outputDtMs: number;
  readonly limits?: FreeLimits;
  /** Start from this state (order of the model's states) instead of the published one. */
  readonly state?: Float64Array;
  /** Stimulus; the first begins at once. */
  readonly pacing?: Pacing;
  /** Of the values; absent: the default. */
  readonly model?: CellModel;
}

export interface FreeResult {
  /** Membrane potential at 0, dt, 2 dt ... seconds, mV. */
  readonly voltageMv: Float32Array;
  /** Largest upstroke velocity in the record, V/s. */
  readonly dvdtMaxVs: number;
  /** State at the end of the record. */
  readonly state: Float64Array;
}

/** Readable reference of the unclamped cell: float64, steps by the slope of the membrane potential. */
export function simulateFree(values: Float64Array, options: FreeOptions): FreeResult {
  const { pacing, model = DEFAULT_CELL } = options;
  if (pacing) checkPacing(pacing);
  const dynamicClamp = (values[model.index('dynamicClamp.IK1')] ?? 0) !== 0;
  const engine = compileScalar(dynamicClamp ? pacedStep(model) : membraneStep(model), ['dvdt']);
  const cell = engine.prepare(values);
  const state = options.state ? options.state.slice() : model.initialState();
  if (state.length !== model.states.length) throw new Error(`Expected ${model.states.length} states, got ${state.length}.`);
  const limits = options.limits ?? REFERENCE_LIMITS;
  const out = new Float64Array(1);
  const clamp = CLAMP_INPUTS.map(() => 0);
  const vIndex = model.stateIndex('v');
  const stimulus = CLAMP_INPUTS.indexOf('stimulus');
  let phase = 0;
  if (pacing) clamp[stimulus] = pacing.amplitude;
  let dt = limits.dtMin;
  const advance = (): void => {
    engine.step(cell, state, 0, dt, clamp, out);
    if (!Number.isFinite(state[vIndex])) throw new Error('The cell diverged: its parameters lie outside what the model can run.');
  };
  const adapt = (): number => {
    const wanted = Math.min(limits.dtMax, Math.max(limits.dtMin, limits.dvMax / Math.max(Math.abs(out[0] ?? 0), 1e-6)));
    if (!pacing) return wanted;
    // Steps end on the edges of the stimulus.
    phase += dt;
    if (phase + EDGE_MS >= pacing.periodMs) phase = 0;
    const on = phase + EDGE_MS < pacing.durationMs;
    clamp[stimulus] = on ? pacing.amplitude : 0;
    return Math.min(phase === 0 ? limits.dtMin : wanted, (on ? pacing.durationMs : pacing.periodMs) - phase);
  };
  const settleMs = options.settleS * 1000;
  for (let t = 0; settleMs - t > 1e-9; t += dt, dt = adapt()) {
    dt = Math.min(dt, settleMs - t);
    advance();
  }
  const endMs = options.seconds * 1000;
  const voltageMv = new Float32Array(Math.round(endMs / options.outputDtMs) + 1);
  voltageMv[0] = state[vIndex] ?? NaN;
  let k = 1;
  let dvdtMaxVs = -Infinity;
  for (let t = 0; k < voltageMv.length; dt = adapt()) {
    const v0 = state[vIndex] ?? NaN;
    advance();
    const v1 = state[vIndex] ?? NaN;
    dvdtMaxVs = Math.max(dvdtMaxVs, out[0] ?? 0);
    for (; k < voltageMv.length && k * options.outputDtMs <= t + dt; k++) {
      voltageMv[k] = v0 + ((v1 - v0) * (k * options.outputDtMs - t)) / dt;
    }
    t += dt;
  }
  return { voltageMv, dvdtMaxVs, state };
}
