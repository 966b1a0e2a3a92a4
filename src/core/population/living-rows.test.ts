import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { createRandom } from '../random/random.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { sampleLivingCell, sampleLivingRecord, type LivingCell } from './living-cell.ts';
import { LIVING_SPREAD } from './living-draws.ts';
import { LivingRows, livingTruthIds } from './living-rows.ts';

const protocol: Protocol = {
  id: 'two-steps',
  name: 'Two steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 0, durationMs: 50 },
    { kind: 'step', voltageMv: -100, durationMs: 50 },
  ],
};
const OPTIONS = { sampleRateHz: 10_000, temperatureC: [37, 37] } as const;
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary(DEFAULT_CELL));
});

const many: readonly LivingCell[] = Array.from({ length: 800 }, (_, i) => sampleLivingCell(createRandom(3).fork(i), DEFAULT_CELL, 37));
const logSd = (of: (cell: LivingCell) => number): number => {
  const logs = many.map((cell) => Math.log(of(cell)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
};
const at = (id: string): number => DEFAULT_CELL.varied.findIndex((parameter) => parameter.id === id);

test('multipliers and scales are log-normal, conductances wider than gates', () => {
  expect(logSd(({ multipliers }) => multipliers[at('ina.g_Na')] ?? NaN) / LIVING_SPREAD.conductance).toBeCloseTo(1, 1);
  expect(logSd(({ multipliers }) => multipliers[at('ical.d5')] ?? NaN) / LIVING_SPREAD.gate).toBeCloseTo(1, 1);
  expect(logSd(({ scales }) => scales[0] ?? NaN) / LIVING_SPREAD.scale).toBeCloseTo(1, 1);
});

test('the cell carries its scales and its temperature, and no leak of its own', () => {
  for (const { values, scales } of many.slice(0, 5)) {
    expect(DEFAULT_CELL.scales.map(({ id }) => values[DEFAULT_CELL.find(id) ?? -1])).toEqual(Array.from(scales));
    expect(values[DEFAULT_CELL.index('env.temperatureC')]).toBe(37);
    expect(values[DEFAULT_CELL.index('leak.g')]).toBe(0);
  }
});

test('rigs hold what living recordings show: leaks past 0.1 nS/pF, commands off by -25 to +5 mV, prediction on and off', () => {
  const artefacts = many.map((cell) => cell.artefacts);
  expect(artefacts.filter(({ leakNsPf }) => leakNsPf > 0.1).length).toBeGreaterThan(50);
  expect(Math.min(...artefacts.map(({ offsetMv }) => offsetMv))).toBeLessThan(-25);
  expect(Math.max(...artefacts.map(({ offsetMv }) => offsetMv))).toBeGreaterThan(5);
  const off = artefacts.filter(({ prediction }) => prediction === 0).length;
  expect(off / many.length).toBeGreaterThan(0.4);
  expect(off / many.length).toBeLessThan(0.6);
  expect(sampleLivingRecord(createRandom(1)).capacitanceRatio).not.toBe(1);
});

test('rows are the same whatever group before was made, finite, and end with the truth', () => {
  const rows = new LivingRows(kernel, protocol, OPTIONS);
  const population = createRandom(7);
  const first = new Float32Array(LANES * rows.width);
  rows.group(population, 0, first);
  rows.group(population, LANES, new Float32Array(LANES * rows.width));
  const again = new Float32Array(LANES * rows.width);
  new LivingRows(kernel, protocol, OPTIONS).group(createRandom(7), 0, again);
  expect(again).toEqual(first);
  expect(first.every(Number.isFinite)).toBe(true);
  const ids = livingTruthIds(DEFAULT_CELL);
  expect(rows.width).toBe(rows.bins.from.length + ids.length);
  expect(first[rows.bins.from.length + ids.indexOf('temperatureC')]).toBe(37);
  expect(first[rows.bins.from.length + ids.indexOf('leakNsPf')]).toBeGreaterThan(0);
});
