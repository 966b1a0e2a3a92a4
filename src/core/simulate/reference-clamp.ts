import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { idealClampStep, membraneStep } from '../cell/steps.ts';
import { protocolSampleCount, type Protocol } from '../protocol/protocol.ts';
import { applyRows, sparseRows } from './sampling.ts';
import { compileScalar, type ScalarEngine } from './scalar-engine.ts';
import { holdGrid, makeGrid, REFERENCE_GRID, type GridOptions, type StepGrid } from './step-grid.ts';

export interface ClampOptions {
  /** Hold at the protocol's holding potential before it, from the published state, s. */
  readonly holdS: number;
  readonly sampleRateHz: number;
  /** Effective series resistance times membrane capacitance, ms; 0 or absent: ideal clamp. Seal leak is the value leak.g. */
  readonly rsCmMs?: number;
  /** Outputs wanted besides the measured current: names of the model's currents. */
  readonly currents?: readonly string[];
  readonly grid?: GridOptions;
  /** Of the values; absent: the default. */
  readonly model?: CellModel;
}

export interface ClampResult {
  /** Measured current density, pA/pF: total current, or pipette current less the slow-capacitance transient. */
  readonly current: Float32Array;
  /** Asked ionic currents, pA/pF. */
  readonly currents: Readonly<Record<string, Float32Array>>;
}

/**
 * Readable reference of the voltage clamp: float64, fine graded steps. Sample k is at k / rate, left limit at segment
 * edges; sample 0 is the end of the hold.
 * @param values of the model
 * @throws Error for a value that is not finite, a time constant of 0, a negative resistance or capacitance
 */
export function simulateClamp(values: Float64Array, protocol: Protocol, options: ClampOptions): ClampResult {
  const { rsCmMs = 0, model = DEFAULT_CELL } = options;
  if (!(rsCmMs >= 0 && rsCmMs < Infinity))
    throw new Error(
      `Series resistance times membrane capacitance: expected 0 ms or more, got ${rsCmMs}. Correct the resistance or the capacitance.`,
    );
  const electrode = rsCmMs > 0;
  const names = [electrode ? 'electrode' : 'total', ...(options.currents ?? [])];
  const engine = compileScalar(electrode ? membraneStep(model) : idealClampStep(model), names);
  const cell = engine.prepare(values);
  const state = model.initialState();
  const rate = electrode ? 1 / rsCmMs : 0;
  // In the order of CLAMP_INPUTS: no prediction, no offset, the slow-capacitance signal cancelled in full.
  const clamp = [protocol.holdingMv, rate, 0, 0, rate, 1, 0];
  const gridOptions = options.grid ?? REFERENCE_GRID;
  if (electrode) state[model.stateIndex('vEstimate')] = protocol.holdingMv;
  if (options.holdS > 0) {
    const hold = holdGrid(protocol.holdingMv, options.holdS * 1000, gridOptions);
    runGrid(engine, cell, state, hold, clamp);
  }
  const before = runGrid(engine, cell, state.slice(), holdGrid(protocol.holdingMv, 0.01, gridOptions), clamp);
  const grid = makeGrid(protocol, gridOptions);
  const mids = runGrid(engine, cell, state, grid, clamp);

  const count = protocolSampleCount(protocol, options.sampleRateHz);
  const times = Float64Array.from({ length: count }, (_, k) => (k * 1000) / options.sampleRateHz);
  const rows = sparseRows(
    grid,
    [...times.subarray(1)].map((time) => [[time, 1]] as const),
  );
  const sampled = names.map((_, output) => {
    const trace = new Float32Array(count);
    applyRows(rows, mids[output] ?? new Float64Array(), 1, 0, trace.subarray(1));
    trace[0] = before[output]?.at(-1) ?? NaN;
    return trace;
  });
  const current = sampled[0] ?? new Float32Array();
  return { current, currents: Object.fromEntries(names.slice(1).map((name, i) => [name, sampled[i + 1] ?? new Float32Array()])) };
}

/** Outputs of the engine at the midpoints of a grid; advances `state` and sets the command in `clamp` (CLAMP_INPUTS order). */
export function runGrid(engine: ScalarEngine, cell: Float64Array, state: Float64Array, grid: StepGrid, clamp: number[]): Float64Array[] {
  const steps = grid.dtMs.length;
  const traces = engine.outputs.map(() => new Float64Array(steps));
  const out = new Float64Array(engine.outputs.length);
  for (let i = 0; i < steps; i++) {
    const command = grid.commandMv[i] ?? 0;
    clamp[0] = command;
    engine.step(cell, state, command, grid.dtMs[i] ?? 0, clamp, out);
    for (let o = 0; o < out.length; o++) {
      const trace = traces[o];
      if (trace) trace[i] = out[o] ?? NaN;
    }
  }
  return traces;
}
