import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { createRandom } from '../random/random.ts';
import { POPULATION_PRIOR, multiplierCoordinate } from './multiplier-prior.ts';
import { startPoints, type StartGuess } from './start-points.ts';

const coordinate = multiplierCoordinate(POPULATION_PRIOR, 'kinetics');
const parameters = DEFAULT_CELL.varied.map(({ id }) => ({ id, coordinate, step: 0.001, longestMove: 1 }));
const guess: StartGuess = {
  mean: new Float64Array(DEFAULT_CELL.varied.length).fill(1),
  sd: new Float64Array(DEFAULT_CELL.varied.length).fill(0.05),
  nuisance: {},
};

function drawn(of: StartGuess, count: number): { first: Float64Array; draws: Float64Array[] } {
  const points = startPoints(parameters, of, createRandom(3));
  const [first = new Float64Array(), ...draws] = Array.from({ length: count + 1 }, () =>
    (points.next().value as Float64Array).map((z) => coordinate.value(z)),
  );
  return { first, draws };
}

test('the guess comes first, then draws around it with its SDs and correlation', () => {
  const correlation = new Float64Array(DEFAULT_CELL.varied.length ** 2);
  for (let i = 0; i < DEFAULT_CELL.varied.length; i++) correlation[i * DEFAULT_CELL.varied.length + i] = 1;
  correlation[3] = correlation[3 * DEFAULT_CELL.varied.length] = -0.9;
  const { first, draws } = drawn({ ...guess, correlation }, 2000);
  first.forEach((value) => expect(value).toBeCloseTo(1, 8));
  const product = (i: number, j: number): number =>
    draws.reduce((sum, draw) => sum + ((draw[i] as number) - 1) * ((draw[j] as number) - 1), 0) / draws.length / 0.05 ** 2;
  expect(product(0, 0)).toBeCloseTo(1, 1);
  expect(product(0, 3)).toBeCloseTo(-0.9, 1);
  expect(Math.abs(product(0, 4))).toBeLessThan(0.08);
});

test('without a correlation the draws are independent', () => {
  const { draws } = drawn(guess, 2000);
  const product = draws.reduce((sum, draw) => sum + ((draw[0] as number) - 1) * ((draw[3] as number) - 1), 0) / draws.length / 0.05 ** 2;
  expect(Math.abs(product)).toBeLessThan(0.08);
});

test('a hint is where the first start begins; the others are drawn from the prior', () => {
  const { first, draws } = drawn({ ...guess, mean: new Float64Array(parameters.length).fill(1.2), hint: true }, 2);
  first.forEach((value) => expect(value).toBeCloseTo(1.2, 8));
  const [middle = new Float64Array(), far = new Float64Array()] = draws;
  middle.forEach((value) => expect(value).toBeCloseTo(1, 8));
  expect(far.filter((value) => Math.abs(value - 1) > 0.1).length).toBeGreaterThan(parameters.length / 4);
});
