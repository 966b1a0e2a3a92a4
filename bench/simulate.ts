import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { compileScalar } from '../src/core/simulate/scalar-engine.ts';
import { CLAMP_INPUTS, freeStep, idealClampStep, membraneStep } from '../src/core/cell/steps.ts';
import { valuesFromMultipliers } from '../src/core/cell/cell-values.ts';
import { ClampSimulator } from '../src/core/experiment/clamp-simulator.ts';
import { NO_ARTEFACTS } from '../src/core/experiment/artefacts.ts';
import { sampleMultipliers } from '../src/core/population/sample-cells.ts';
import { simulateFreeLanes } from '../src/core/experiment/free-simulator.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { FREE_LIMITS, PopulationKernel } from '../src/core/simulate/kernel.ts';
import { simulateClamp } from '../src/core/simulate/reference-clamp.ts';
import { applyRows, sparseRows } from '../src/core/simulate/sampling.ts';
import { holdGrid, KERNEL_GRID, KERNEL_HOLD_GRID, makeGrid, type StepGrid } from '../src/core/simulate/step-grid.ts';
import { analyseBeats } from '../src/core/beat/beats.ts';
import { openReferenceSet } from '../src/inference/evaluate/reference-set.ts';
import { cpuMs, median, rmsPercent } from './measure.ts';

/**
 * Population kernel against the project's own scalar engine on the same steps, in one run, and both against cells of
 * another solver where ../shared is there.
 */
const root = join(import.meta.dirname, '..');
const CELLS = 40;
const ROUNDS = 5;

export async function benchSimulate(): Promise<object> {
  const protocol = parseProtocol(readFileSync(join(root, 'resources/protocols/clark2022-rounded.json'), 'utf8'));
  const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources/kernel/kernik2019.wasm')));
  const shared = join(root, '..', 'shared', 'validation');
  const set = existsSync(shared) ? openReferenceSet(shared) : null;
  const population = createRandom(101);
  const cells = Array.from({ length: CELLS }, (_, i) => valuesFromMultipliers(set ? set.multipliers(i) : sampleMultipliers(population, i)));

  const simulator = new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID });
  const grids = [holdGrid(protocol.holdingMv, 10_000, KERNEL_HOLD_GRID), makeGrid(protocol, KERNEL_GRID)];
  const scalar = compileScalar(idealClampStep(DEFAULT_CELL), ['total']);
  const scalarClamp = (values: Float64Array): Float64Array => {
    const cell = scalar.prepare(values);
    const state = DEFAULT_CELL.initialState();
    const out = new Float64Array(1);
    let current = new Float64Array();
    for (const grid of grids) current = runScalar(scalar, cell, state, grid, out);
    return current;
  };
  const kernelClamp = (): void => {
    for (let i = 0; i < CELLS; i += 4)
      simulator.simulate(
        cells.slice(i, i + 4),
        cells.slice(i, i + 4).map(() => NO_ARTEFACTS),
      );
  };
  kernelClamp();
  cells.slice(0, 8).forEach(scalarClamp);
  const vcKernel: number[] = [];
  const vcScalar: number[] = [];
  for (let r = 0; r < ROUNDS; r++) {
    vcKernel.push(cpuMs(kernelClamp) / CELLS);
    vcScalar.push(cpuMs(() => cells.slice(0, 8).forEach(scalarClamp)) / 8);
  }

  const rows = sparseRows(
    simulator.grid,
    Array.from({ length: 94_551 }, (_, k) => [[(k + 1) / 10, 1]] as const),
  );
  const trace = new Float32Array(94_551);
  const rms = cells
    .map((values, i) => {
      if (!set && i >= 6) return NaN;
      const truth = set ? set.cleanCurrent(i) : simulateClamp(values, protocol, { holdS: 10, sampleRateHz: 10_000 }).current;
      applyRows(rows, simulator.simulate([values], [NO_ARTEFACTS]), 4, 0, trace);
      return rmsPercent(trace, truth.subarray(1));
    })
    .filter(Number.isFinite);

  const freeKernel: number[] = [];
  const freeScalar: number[] = [];
  const free = { settleS: 0, seconds: 10, outputDtMs: 1 };
  const engine = compileScalar(membraneStep(DEFAULT_CELL), ['dvdt']);
  // The compiler's second tier starts in the background after some hundred calls.
  for (let i = 0; i < 24; i++) {
    simulateFreeLanes(kernel, cells.slice(0, 4), free);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  scalarFree(engine, cells[0] ?? new Float64Array(), 10_000);
  // The same step as the kernel's, printed as JavaScript: shows the gain by lanes and code alone.
  const lean = compileScalar(freeStep(DEFAULT_CELL), ['dvdt']);
  scalarFree(lean, cells[0] ?? new Float64Array(), 10_000);
  for (let i = 0; i < 3; i++) for (const one of [engine, lean]) scalarFree(one, cells[i] ?? new Float64Array(), 10_000);
  const freeLean: number[] = [];
  for (let r = 0; r < ROUNDS; r++) {
    freeKernel.push(
      cpuMs(() => {
        for (let i = 0; i < 16; i += 4) simulateFreeLanes(kernel, cells.slice(i, i + 4), free);
      }) / 16,
    );
    freeLean.push(
      cpuMs(() => {
        for (let i = 0; i < 4; i++) scalarFree(lean, cells[i] ?? new Float64Array(), 10_000);
      }) / 4,
    );
    freeScalar.push(
      cpuMs(() => {
        for (let i = 0; i < 4; i++) scalarFree(engine, cells[i] ?? new Float64Array(), 10_000);
      }) / 4,
    );
  }
  let cycleLengthErrMedian: number | null = null;
  if (set) {
    const errors: number[] = [];
    for (let i = 0; i < CELLS; i += 4) {
      const { voltageMv } = simulateFreeLanes(kernel, cells.slice(i, i + 4), { settleS: 100, seconds: 10, outputDtMs: 1 });
      voltageMv.forEach((v, lane) => {
        const own = analyseBeats(v, 1).features.cycleLengthMs;
        const truth = analyseBeats(set.voltage(i + lane), set.apDtMs).features.cycleLengthMs;
        if (own !== null && truth !== null && !set.slides(i + lane)) errors.push((100 * Math.abs(own - truth)) / truth);
      });
    }
    cycleLengthErrMedian = median(errors);
  }
  return {
    vc: {
      msPerCellCore: median(vcKernel),
      ratioToScalar: median(vcScalar.map((s, i) => s / (vcKernel[i] ?? NaN))),
      rmsPctMedian: median(rms),
      rmsPctMax: Math.max(...rms),
      cells: rms.length,
    },
    ap10s: {
      msPerCellCore: median(freeKernel),
      ratioToScalar: median(freeScalar.map((s, i) => s / (freeKernel[i] ?? NaN))),
      ratioToLeanScalar: median(freeLean.map((s, i) => s / (freeKernel[i] ?? NaN))),
      cycleLengthErrMedian,
    },
    accuracyAgainst: set ? 'shared/validation (stiff solver)' : 'own reference engine at small steps',
  };
}

type Scalar = ReturnType<typeof compileScalar>;

function runScalar(engine: Scalar, cell: Float64Array, state: Float64Array, grid: StepGrid, out: Float64Array): Float64Array<ArrayBuffer> {
  const current = new Float64Array(grid.dtMs.length);
  for (let i = 0; i < current.length; i++) {
    engine.step(cell, state, grid.commandMv[i] ?? 0, grid.dtMs[i] ?? 0, [], out);
    current[i] = out[0] ?? NaN;
  }
  return current;
}

function scalarFree(engine: Scalar, values: Float64Array, endMs: number): number {
  const cell = engine.prepare(values);
  const state = DEFAULT_CELL.initialState();
  const out = new Float64Array(1);
  const clamp = CLAMP_INPUTS.map(() => 0);
  let dt = FREE_LIMITS.dtMin;
  for (let t = 0; t < endMs; t += dt) {
    dt = Math.min(FREE_LIMITS.dtMax, Math.max(FREE_LIMITS.dtMin, FREE_LIMITS.dvMax / Math.max(Math.abs(out[0] ?? 0), 1e-6)));
    engine.step(cell, state, 0, dt, clamp, out);
  }
  return state[DEFAULT_CELL.stateIndex('v')] ?? NaN;
}
