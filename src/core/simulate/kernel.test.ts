import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { KERNIK2019 } from '../cell/kernik2019/index.ts';
import { buildKernel } from '../../../scripts/kernel/module.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { ClampSimulator } from '../experiment/clamp-simulator.ts';
import { NO_ARTEFACTS } from '../experiment/artefacts.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';
import { createRandom } from '../random/random.ts';
import { fixture, kernelBinary, libraryProtocol, rmsPercent } from '../testing/files.testing.ts';
import { analyseBeats } from '../beat/beats.ts';
import { PopulationKernel, FREE_LIMITS } from './kernel.ts';
import { simulateClamp } from './reference-clamp.ts';
import { simulateFree } from './reference-free.ts';
import { applyRows, sparseRows } from './sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from './step-grid.ts';

const protocol = libraryProtocol('clark2022-rounded');
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

function cellsOf(count: number): Float64Array[] {
  const population = createRandom(31);
  return Array.from({ length: count }, (_, i) => valuesFromMultipliers(sampleMultipliers(population, i)));
}

function sampled(simulator: ClampSimulator, cells: Float64Array[], artefacts = cells.map(() => NO_ARTEFACTS)): Float32Array[] {
  const current = simulator.simulate(cells, artefacts).slice();
  const rows = sparseRows(
    simulator.grid,
    Array.from({ length: 94_551 }, (_, k) => [[(k + 1) / 10, 1]] as const),
  );
  return cells.map((_, lane) => {
    const trace = new Float32Array(rows.rows);
    applyRows(rows, current, 4, lane, trace);
    return trace;
  });
}

test('the committed kernel is compiled from the current equations', () => {
  expect(Buffer.compare(Buffer.from(buildKernel(DEFAULT_CELL)), Buffer.from(kernelBinary()))).toBe(0);
});

test('a kernel of other equations is refused', async () => {
  const { default: binaryen } = await import('binaryen');
  const other = binaryen.readBinary(kernelBinary());
  other.removeGlobal('layout');
  other.removeExport('layout');
  other.addGlobal('layout', binaryen.i32, false, other.i32.const(12345));
  other.addGlobalExport('layout', 'layout');
  await expect(PopulationKernel.load(new Uint8Array(other.emitBinary()))).rejects.toThrow(/npm run build:kernel/);
});

describe('against the reference engine', () => {
  test('ideal clamp: total current within 0.05 % of its range', () => {
    const cells = cellsOf(4);
    const traces = sampled(new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID }), cells);
    cells.forEach((values, i) => {
      const reference = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: 10_000 });
      expect(rmsPercent(traces[i] ?? [], reference.current.subarray(1))).toBeLessThan(0.05);
    });
  });

  test('through electrode and leak: within 0.7 % of its range', () => {
    const cells = cellsOf(4);
    const artefacts = [0.05, 0.15, 0.3, 0.6].map((rsCmMs) => ({ ...NO_ARTEFACTS, rsCmMs, leakNsPf: 0.01 }));
    const traces = sampled(
      new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID }),
      cells,
      artefacts,
    );
    cells.forEach((values, i) => {
      const leaky = values.slice();
      leaky[KERNIK2019.index('leak.g')] = 0.01;
      const reference = simulateClamp(leaky, protocol, { holdS: 10, sampleRateHz: 10_000, rsCmMs: artefacts[i]?.rsCmMs ?? NaN });
      expect(rmsPercent(traces[i] ?? [], reference.current.subarray(1))).toBeLessThan(0.7);
    });
  });

  test('free running: same beats', () => {
    const [values] = cellsOf(1);
    if (!values) throw new Error('no cell');
    kernel.setCells(kernel.modes.free, [values]);
    kernel.startFree(FREE_LIMITS);
    const voltage: number[] = [];
    let time = 0;
    while (time < 6000) {
      const chunk = kernel.free(256);
      for (let i = 0; i < 256; i++) {
        time += chunk[i * 8 + 4] ?? NaN;
        while (voltage.length <= time) voltage.push(chunk[i * 8] ?? NaN);
      }
    }
    const own = analyseBeats(voltage.slice(0, 6000), 1);
    const reference = analyseBeats(simulateFree(values, { settleS: 0, seconds: 6, outputDtMs: 1 }).voltageMv, 1);
    expect(own.outcome).toBe(reference.outcome);
    expect(own.features.mdpMv).toBeCloseTo(reference.features.mdpMv ?? NaN, 0);
    if (reference.features.cycleLengthMs !== null) expect(own.features.cycleLengthMs).toBeCloseTo(reference.features.cycleLengthMs, -1);
    expect(kernel.getState(DEFAULT_CELL.stateIndex('v'), 0)).not.toBeNaN();
  });

  test('validation cells of the stiff solver within 0.05 % of range', () => {
    const { cells, every } = fixture('validation-cells.json') as { every: number; cells: { multipliers: number[]; current: number[] }[] };
    const values = cells.map((cell) => valuesFromMultipliers(cell.multipliers));
    const traces = sampled(new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID }), values);
    cells.forEach((cell, i) => {
      const own = cell.current.slice(1).map((_, k) => traces[i]?.[(k + 1) * every - 1] ?? NaN);
      expect(rmsPercent(own, cell.current.slice(1))).toBeLessThan(0.05);
    });
  });
});

test('a cell gives the same result in any lane', () => {
  const [a, b] = cellsOf(2);
  if (!a || !b) throw new Error('no cells');
  const simulator = new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID });
  const alone = simulator.simulate([a], [NO_ARTEFACTS]).slice();
  const last = simulator.simulate([b, b, b, a], [NO_ARTEFACTS]);
  for (let i = 0; i < alone.length; i += 4) expect(last[i + 3]).toBe(alone[i]);
});
