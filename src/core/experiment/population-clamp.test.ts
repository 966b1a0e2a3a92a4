import { beforeAll, describe, expect, test } from 'vitest';
import { KERNIK2019 } from '../cell/kernik2019/index.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { createRandom } from '../random/random.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { simulateClamp } from '../simulate/reference-clamp.ts';
import { applyRows, sparseRows, type SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_HOLD_GRID, type StepGrid } from '../simulate/step-grid.ts';
import { kernelBinary, libraryProtocol, rmsPercent } from '../testing/files.testing.ts';
import { NO_ARTEFACTS } from './artefacts.ts';
import { ClampSimulator, HOLD_MS } from './clamp-simulator.ts';
import { AdaptiveStepRunner, type ClampedCell } from './adaptive-step-runner.ts';
import { PopulationClamp } from './population-clamp.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';

const protocol = libraryProtocol('clark2022-rounded');
const samples = (grid: StepGrid, everyMs: number): SparseRows =>
  sparseRows(
    grid,
    Array.from({ length: Math.floor(9455 / everyMs) }, (_, k) => [[(k + 1) * everyMs, 1]] as const),
  );
const everySample = (grid: StepGrid): SparseRows => samples(grid, 0.1);
/** Fewer where only the equality of two currents is tested. */
const someSamples = (grid: StepGrid): SparseRows => samples(grid, 1);
const leakNsPf = 1 / 60;
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

function cell(index: number, rsCmMs: number, artefacts = {}): ClampedCell {
  return {
    values: valuesFromMultipliers(sampleMultipliers(createRandom(31), index)),
    artefacts: { ...NO_ARTEFACTS, rsCmMs, leakNsPf, ...artefacts },
  };
}

function onGrid({ values, artefacts }: ClampedCell, rowsOf = everySample): Float32Array {
  const simulator = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
  const rows = rowsOf(simulator.grid);
  const current = new Float32Array(rows.rows);
  simulator.observe([values], [artefacts], rows, [current]);
  return current;
}

/** Spikes hundreds of milliseconds after the steps, where the grid's steps are long. */
const escaping = (): ClampedCell => cell(15, 0.467);
const held = (): ClampedCell => cell(0, 0.387);

describe('a population behind electrodes', () => {
  test('a cell that escapes the clamp is simulated to within 0.1 % of range, which the grid does not reach', () => {
    const { values, artefacts } = escaping();
    const leaky = values.slice();
    leaky[KERNIK2019.index('leak.g')] = leakNsPf;
    const reference = simulateClamp(leaky, protocol, { holdS: 10, sampleRateHz: 10_000, rsCmMs: artefacts.rsCmMs }).current.subarray(1);
    const clamp = new PopulationClamp(kernel, protocol, 'electrode', everySample);
    const current = new Float32Array(clamp.width);
    expect(clamp.observe([escaping()], [current])).toEqual([0]);
    expect(rmsPercent(current, reference.subarray(0, current.length))).toBeLessThan(0.1);
    expect(rmsPercent(onGrid(escaping()), reference.subarray(0, current.length))).toBeGreaterThan(0.7);
  });

  test('held cells keep the result of the grid, and no cell depends on its neighbours', () => {
    const clamp = new PopulationClamp(kernel, protocol, 'electrode', someSamples);
    const alone = new Float32Array(clamp.width);
    clamp.observe([escaping()], [alone]);
    const among = Array.from({ length: 6 }, () => new Float32Array(clamp.width));
    // Cell 28 escapes too, and takes other steps.
    expect(clamp.observe([held(), cell(28, 0.316), held(), cell(28, 0.316), held(), escaping()], among)).toEqual([1, 3, 5]);
    expect(among[5]).toEqual(alone);
    expect(among[0]).toEqual(onGrid(held(), someSamples));
    expect(among[4]).toEqual(among[0]);
    expect(among[3]).toEqual(among[1]);
  });
});

test('adaptive steps give a held cell the same record as the grid, with every artefact of electrode and amplifier', () => {
  const distorted = cell(0, 0.2, { prediction: 0.4, residualCapacitance: 0.05, offsetMv: 1.5, estimateRatio: 1.04 });
  const runner = new AdaptiveStepRunner(kernel, protocol, HOLD_MS);
  const rows = someSamples(runner.grid);
  const followed = new Float32Array(rows.rows);
  let done = 0;
  runner.run([distorted], (index, current) => {
    done++;
    expect(index).toBe(0);
    applyRows(rows, current, 1, 0, followed);
  });
  expect(done).toBe(1);
  expect(rmsPercent(followed, onGrid(distorted, someSamples))).toBeLessThan(0.1);
});

test('refuses an empty list of stretches', () => {
  expect(() => kernel.loadStretches([])).toThrow(/at least one stretch/);
});
