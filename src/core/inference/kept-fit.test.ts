import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { normal } from './coordinate.ts';
import { KeptFit } from './kept-fit.ts';
import { laplace, levenbergMarquardt, type FitProblem } from './levenberg-marquardt.ts';
import { drawPosterior } from './posterior-draws.ts';

const n = 6;
const observations = 40;

/** Six parameters in forty observations, bent by so much. */
function problemOf(bend: number): FitProblem & { readonly asked: () => number } {
  const random = createRandom(4);
  const mix = Array.from({ length: observations }, () => Float64Array.from({ length: n }, () => random.normal()));
  let asked = 0;
  return {
    parameters: Array.from({ length: n }, (_, i) => ({ id: `p${i}`, coordinate: normal(0, 1), step: 0.001, longestMove: 1 })),
    observed: Float64Array.from(mix, (row) => row.reduce((sum, value, i) => sum + value * (i % 2 ? 0.5 : -0.5), 0)),
    sigma: new Float64Array(observations).fill(0.2),
    asked: () => asked,
    simulate: (thetas) => {
      asked += thetas.length;
      return thetas.map((theta) =>
        Float64Array.from(mix, (row) =>
          row.reduce((sum, value, i) => sum + value * ((theta[i] as number) + bend * (theta[i] as number) ** 2), 0),
        ),
      );
    },
  };
}
const FIT = { iterations: 40, tolerance: 1e-6, relativeTolerance: 0 };

test('where the model is a line, one step by kept sensitivities is where a fit ends', async () => {
  const problem = problemOf(0);
  const mode = laplace(problem, await levenbergMarquardt(problem, new Float64Array(n), FIT));
  const other = {
    ...problem,
    observed: problem.observed.map((value, r) => value + 0.1 * Math.sin(r)),
    centre: new Float64Array(n).fill(0.3),
  };
  const fitted = new KeptFit(mode, 1).fit(other, mode.theta);
  const expected = await levenbergMarquardt(other, mode.theta, FIT);
  expect(fitted.cost).toBeCloseTo(expected.cost, 4);
  fitted.theta.forEach((z, i) => expect(z).toBeCloseTo(expected.theta[i] as number, 4));
});

test('draws by kept sensitivities have the mean and SDs of draws that measure theirs, in a part of the simulations', async () => {
  const draws = async (keptSensitivities: boolean): Promise<{ thetas: readonly Float64Array[]; asked: number }> => {
    const problem = problemOf(0.1);
    const mode = laplace(problem, await levenbergMarquardt(problem, new Float64Array(n), FIT));
    const before = problem.asked();
    const { kept } = await drawPosterior(problem, [mode], { pairs: 100, random: createRandom(2), keptSensitivities });
    return { thetas: kept, asked: problem.asked() - before };
  };
  const [quick, whole] = [await draws(true), await draws(false)];
  for (let i = 0; i < n; i++) {
    const moments = ({ thetas }: typeof quick): readonly [number, number] => {
      const mean = thetas.reduce((sum, theta) => sum + (theta[i] as number), 0) / thetas.length;
      return [mean, Math.sqrt(thetas.reduce((sum, theta) => sum + ((theta[i] as number) - mean) ** 2, 0) / thetas.length)];
    };
    const [[mean, sd], [wholeMean, wholeSd]] = [moments(quick), moments(whole)];
    expect(Math.abs(mean - wholeMean)).toBeLessThan(0.15 * wholeSd);
    expect(sd / wholeSd).toBeCloseTo(1, 1);
  }
  expect(quick.asked).toBeLessThan(0.6 * whole.asked);
});
