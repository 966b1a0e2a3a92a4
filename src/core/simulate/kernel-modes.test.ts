import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { NO_ARTEFACTS } from '../experiment/artefacts.ts';
import { ClampSimulator } from '../experiment/clamp-simulator.ts';
import { simulateFreeLanes } from '../experiment/free-simulator.ts';
import { kernelBinary, libraryProtocol } from '../testing/files.testing.ts';
import { analyseBeats } from '../beat/beats.ts';
import { FREE_LIMITS, LONG_STEPS, PopulationKernel, type Pacing } from './kernel.ts';
import { simulateClamp } from './reference-clamp.ts';
import { simulateFree } from './reference-free.ts';
import { ELECTRODE_GRID, KERNEL_HOLD_GRID } from './step-grid.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

function cell(changes: Readonly<Record<string, number>>): Float64Array {
  const values = DEFAULT_CELL.baseline();
  for (const [id, value] of Object.entries(changes)) values[DEFAULT_CELL.find(id) ?? -1] = value;
  return values;
}

function rmsMv(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, v, i) => sum + (v - (b[i] ?? NaN)) ** 2, 0) / a.length);
}

const pacing: Pacing = { periodMs: 800, durationMs: 3, amplitude: 20 };

describe('kernel and reference engine', () => {
  test('agree on a paced cell, with added IK1, seal leak and in the cold', () => {
    const cells = [
      cell({ 'dynamicClamp.IK1': 1 }),
      cell({ 'dynamicClamp.IK1': 0.5, 'leak.g': 0.01 }),
      cell({ 'dynamicClamp.IK1': 0.5, 'env.temperatureC': 27 }),
      cell({ 'dynamicClamp.IK1': 0.5, 'env.temperatureC': 40 }),
    ];
    const options = { settleS: 0.8, seconds: 2.4, outputDtMs: 1, pacing };
    const traces = simulateFreeLanes(kernel, cells, options).voltageMv;
    cells.forEach((values, i) => {
      const reference = simulateFree(values, options).voltageMv;
      expect(rmsMv(traces[i] ?? new Float32Array(), reference)).toBeLessThan(0.1);
      expect(Math.max(...reference)).toBeGreaterThan(10);
    });
  });

  test('agree on a free cell held at rest by added IK1', () => {
    const values = cell({ 'dynamicClamp.IK1': 1 });
    const options = { settleS: 0, seconds: 2, outputDtMs: 1 };
    const reference = simulateFree(values, options).voltageMv;
    expect(rmsMv(simulateFreeLanes(kernel, [values], options).voltageMv[0] ?? new Float32Array(), reference)).toBeLessThan(0.01);
    expect(Math.max(...reference)).toBeLessThan(-70);
  });

  test('a lane for free cells refuses a dynamic clamp', () => {
    expect(() => kernel.setFreeLane(0, cell({ 'dynamicClamp.IK1': 1 }), { dtMin: 0.05, dtMax: 1, dvMax: 1 })).toThrow(/paced kernel/);
  });
});

test('a paced cell follows its stimulus', () => {
  const { voltageMv } = simulateFree(cell({ 'dynamicClamp.IK1': 1 }), { settleS: 0, seconds: 5, outputDtMs: 0.5, pacing });
  expect(analyseBeats(voltageMv, 0.5).features.cycleLengthMs).toBeCloseTo(800, 0);
});

test('a cell beats more slowly in the cold, and 37 degC is the published cell', () => {
  const beat = (temperatureC: number): number => {
    const { voltageMv } = simulateFree(cell({ 'env.temperatureC': temperatureC }), { settleS: 2, seconds: 4, outputDtMs: 1 });
    return analyseBeats(voltageMv, 1).features.cycleLengthMs ?? NaN;
  };
  expect(beat(37)).toBeCloseTo(982.5, 0);
  expect(beat(32)).toBeGreaterThan(1050);
});

test.each([
  ['steps of up to 1 ms', FREE_LIMITS],
  ['long steps', LONG_STEPS],
])('a free lane goes on in the mode that writes currents with the same %s and the same potential, to the last bit', (_, limits) => {
  const cells = [cell({}), cell({ 'ikr.g_Kr': 0.1 })];
  kernel.setCells(kernel.modes.free, cells);
  kernel.startFree(limits);
  kernel.free(700);
  const states = cells.map((_, lane) => kernel.laneState(lane));
  const free = kernel.free(500).slice();
  kernel.setParameters(kernel.modes.paced, cells);
  kernel.startUnpaced(limits);
  const started = kernel.laneState(0);
  states.forEach((words, lane) => kernel.restoreLane(lane, words, started));
  const observed = kernel.observed(500);
  const stride = observed.length / 500;
  for (const lane of [0, 1, 4, 5])
    expect(Array.from({ length: 500 }, (_, i) => observed[i * stride + lane])).toEqual(
      Array.from({ length: 500 }, (_, i) => free[i * 8 + lane]),
    );
  expect(free[499 * 8 + 1]).not.toBe(free[499 * 8]);
});

test('a stimulus as long as its period is refused', () => {
  expect(() => kernel.startPaced({ dtMin: 0.05, dtMax: 1, dvMax: 1 }, { periodMs: 2, durationMs: 2, amplitude: 20 })).toThrow(
    /shorter than the period/,
  );
});

test.each([
  [{ 'ina.g_Na': NaN }, /ina.g_Na: expected a finite number, got NaN/],
  [{ 'ical.d1': 0 }, /ical.d1 = 0 makes a rate or time constant of the cell infinite/],
])('a cell with %j is refused', (changes, message) => {
  expect(() => kernel.setCells(kernel.modes.ideal, [cell(changes)])).toThrow(message);
});

test('a membrane of negative capacitance is refused by kernel and reference engine', () => {
  const protocol = libraryProtocol('clark2022-rounded');
  const simulator = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
  expect(() => simulator.simulate([DEFAULT_CELL.baseline()], [{ ...NO_ARTEFACTS, rsCmMs: -0.3 }])).toThrow(/expected above 0 ms, got -0.3/);
  expect(() => simulateClamp(DEFAULT_CELL.baseline(), protocol, { holdS: 0, sampleRateHz: 10_000, rsCmMs: -0.3 })).toThrow(
    /expected 0 ms or more, got -0.3/,
  );
});
