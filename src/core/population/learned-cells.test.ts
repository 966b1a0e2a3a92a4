import { expect, test } from 'vitest';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { createRandom } from '../random/random.ts';
import { learnCells, sampleLearned } from './learned-cells.ts';
import { sampleLivingCell } from './living-cell.ts';

/** Twenty cells: little calcium current, and as much more rapid potassium current as they have less of it. */
const taught = Array.from({ length: 20 }, (_, k) => {
  const by = 1 + 0.5 * Math.sin(k);
  return { 'ical.p_CaL': 0.3 * by, 'ikr.g_Kr': 2 / by };
});
const learned = learnCells(DEFAULT_CELL, 'some', taught);
const at = (id: string): number => DEFAULT_CELL.varied.findIndex((parameter) => parameter.id === id);

test('cells are drawn about those that taught, and parameters hang together as theirs do', () => {
  const drawn = Array.from({ length: 2000 }, (_, i) => sampleLearned(learned, createRandom(1).fork(i)));
  const logs = (id: string) => drawn.map((cell) => Math.log(cell[at(id)] ?? NaN));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [calcium, potassium] = [logs('ical.p_CaL'), logs('ikr.g_Kr')];
  // Shrunk towards the published cell by a tenth.
  expect(mean(calcium)).toBeGreaterThan(Math.log(0.3) - 0.1);
  expect(mean(calcium)).toBeLessThan(Math.log(0.4));
  const covariance = mean(calcium.map((value, i) => (value - mean(calcium)) * ((potassium[i] ?? NaN) - mean(potassium))));
  const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  expect(covariance / (spread(calcium) * spread(potassium))).toBeLessThan(-0.6);
  // What they all have as published varies little.
  expect(spread(logs('ina.g_Na'))).toBeLessThan(0.2);
});

test('the same seed gives the same cell, whose values are those of its multipliers and scales', () => {
  const [one, two] = [1, 2].map(() => sampleLivingCell(createRandom(3), DEFAULT_CELL, 37, learned));
  expect(one).toEqual(two);
  const published = valuesFromMultipliers(one?.multipliers ?? new Float64Array(0), DEFAULT_CELL);
  expect(one?.values[at('ical.p_CaL')]).toBe(published[at('ical.p_CaL')]);
  expect(one?.scales.length).toBe(DEFAULT_CELL.scales.length);
});

test('too few cells teach nothing', () => {
  expect(() => learnCells(DEFAULT_CELL, 'few', taught.slice(0, 5))).toThrow('A prior is learned from 8 cells or more, got 5.');
});
