import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { uniform } from '../inference/coordinate.ts';
import { geneticAlgorithm } from './genetic-algorithm.ts';
import type { FitProblem } from '../inference/levenberg-marquardt.ts';

const coordinate = uniform(0.6, 1.4);
const TRUE = [0.72, 1.31, 0.95, 1.08];

/** Four multipliers that scale and widen overlapping bells; the last observation is left out. */
function problem(counted: (n: number) => void = () => undefined): FitProblem {
  const model = (multipliers: readonly number[]): Float64Array =>
    Float64Array.from({ length: 41 }, (_, t) =>
      t === 40 ? NaN : multipliers.reduce((sum, m, i) => sum + m * Math.exp(-(((t - 10 * i - 5) / (6 * m)) ** 2)), 0),
    );
  const observed = model(TRUE);
  observed[40] = 1e6;
  const sigma = new Float64Array(41).fill(0.01);
  sigma[40] = Infinity;
  return {
    parameters: TRUE.map((_, i) => ({ id: `p${i}`, coordinate, step: 0.004, longestMove: 1 })),
    observed,
    sigma,
    simulate: (thetas) => {
      counted(thetas.length);
      return thetas.map((theta) => {
        const simulated = model(Array.from(theta, (z) => coordinate.value(z)));
        simulated[40] = 0;
        return simulated;
      });
    },
  };
}

test('finds the minimum of a simple problem, four individuals at a time, within its budget', async () => {
  const groups: number[] = [];
  const { theta, simulations, generations } = await geneticAlgorithm(
    problem((n) => groups.push(n)),
    { random: createRandom(3), simulations: 20_002 },
  );
  TRUE.forEach((value, i) => expect(coordinate.value(theta[i] ?? NaN)).toBeCloseTo(value, 1));
  expect(simulations).toBe(20_002);
  expect(groups.reduce((sum, n) => sum + n, 0)).toBe(20_002);
  expect(Math.max(...groups)).toBe(4);
  expect(generations).toBe(Math.ceil((20_002 - 100) / 92));
});

test('the best never becomes worse, and more simulations find a lower cost', async () => {
  const costs: number[] = [];
  await geneticAlgorithm(problem(), { random: createRandom(1), simulations: 4000, onGeneration: (_, cost) => void costs.push(cost) });
  for (let k = 1; k < costs.length; k++) expect(costs[k]).toBeLessThanOrEqual(costs[k - 1] ?? NaN);
  expect(costs.at(-1)).toBeLessThan(0.1 * (costs[0] ?? NaN));
});

test('gives the same result for the same seed and another for another seed', async () => {
  const run = (seed: number) => geneticAlgorithm(problem(), { random: createRandom(seed), simulations: 600 });
  const first = await run(5);
  expect(await run(5)).toEqual(first);
  expect((await run(6)).theta).not.toEqual(first.theta);
});

test('stops within a batch when cancelled and gives the best so far', async () => {
  let spent = 0;
  const result = await geneticAlgorithm(
    problem((n) => (spent += n)),
    { random: createRandom(2), simulations: 10_000, cancelled: () => spent >= 250 },
  );
  expect(result.simulations).toBe(252);
  expect(Number.isFinite(result.cost)).toBe(true);
});

test('refuses a budget below one population, and a model that never gives a finite current', async () => {
  await expect(geneticAlgorithm(problem(), { random: createRandom(1), simulations: 99 })).rejects.toThrow(
    /100 simulations or more, got 99/,
  );
  const silent = { ...problem(), simulate: (thetas: readonly Float64Array[]) => thetas.map(() => new Float64Array(41).fill(NaN)) };
  await expect(geneticAlgorithm(silent, { random: createRandom(1), simulations: 100 })).rejects.toThrow(/could be simulated/);
});
