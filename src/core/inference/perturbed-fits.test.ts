import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { normal } from './coordinate.ts';
import { laplace, levenbergMarquardt, type FitParameter, type FitProblem } from './levenberg-marquardt.ts';
import { perturbedFits } from './perturbed-fits.ts';

const parameters: FitParameter[] = ['a', 'b'].map((id) => ({ id, coordinate: normal(0, 1), step: 0.001, longestMove: 2 }));
/** The first alone, observed twice, and a product that bends. */
const bent: FitProblem = {
  parameters,
  observed: Float64Array.of(0.5, 0.5, 1),
  sigma: Float64Array.of(0.1, 0.1, 0.05),
  simulate: (thetas) => thetas.map(([a = NaN, b = NaN]) => Float64Array.of(a, a, Math.exp(0.6 * b) * (1 + 0.2 * a))),
};
const fit = { iterations: 40, tolerance: 1e-9, relativeTolerance: 1e-9 };
const spread = (x: readonly number[]): number => {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return Math.sqrt(x.reduce((sum, y) => sum + (y - mean) ** 2, 0) / (x.length - 1));
};

describe('perturbedFits', () => {
  it('spreads a linear parameter as far as its posterior', async () => {
    const minimum = await levenbergMarquardt(bent, new Float64Array(2), fit);
    const draws = await perturbedFits(bent, laplace(bent, minimum), { pairs: 200, random: createRandom(1), bendFrom: 2 });
    const expected = 1 / Math.sqrt(1 + 200);
    expect(spread(draws.map(({ theta }) => theta[0] ?? NaN)) / expected).toBeGreaterThan(0.85);
    expect(spread(draws.map(({ theta }) => theta[0] ?? NaN)) / expected).toBeLessThan(1.15);
  });

  it('follows what bends: each draw meets its own observation', async () => {
    const minimum = await levenbergMarquardt(bent, new Float64Array(2), fit);
    const draws = await perturbedFits(bent, laplace(bent, minimum), { pairs: 200, random: createRandom(2), bendFrom: 2 });
    // The product is known to 0.05, and the prior of b hardly pulls.
    expect(spread(draws.map(({ simulated }) => simulated[2] ?? NaN))).toBeGreaterThan(0.042);
    expect(spread(draws.map(({ simulated }) => simulated[2] ?? NaN))).toBeLessThan(0.056);
  });

  it('takes a prior with a centre and a precision of its own', async () => {
    const free: FitProblem = {
      ...bent,
      sigma: new Float64Array(3).fill(Infinity),
      centre: Float64Array.of(1, -1),
      precision: Float64Array.of(25, 0, 0, 4),
    };
    const minimum = await levenbergMarquardt(free, new Float64Array(2), fit);
    expect(Array.from(minimum.theta, (z) => Math.round(z * 1e6) / 1e6)).toEqual([1, -1]);
    const draws = await perturbedFits(free, laplace(free, minimum), { pairs: 400, random: createRandom(3), bendFrom: 2 });
    expect(spread(draws.map(({ theta }) => theta[0] ?? NaN))).toBeCloseTo(0.2, 1);
    expect(spread(draws.map(({ theta }) => theta[1] ?? NaN))).toBeCloseTo(0.5, 1);
  });
});
