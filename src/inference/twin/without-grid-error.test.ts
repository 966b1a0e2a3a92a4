import { describe, expect, test } from 'vitest';
import { normal } from '../../core/inference/coordinate.ts';
import { levenbergMarquardt, type FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import { withoutGridError } from './without-grid-error.ts';

const options = { iterations: 60, tolerance: 1e-6, relativeTolerance: 1e-9 };
const times = Array.from({ length: 200 }, (_, k) => k / 20);
const truth = Float64Array.of(0.7, -0.4);
/** Two decays with wrong rates in the coarse model. */
const decays = (theta: Float64Array, off: number): Float64Array =>
  Float64Array.from(
    times,
    (t) => (2 + (theta[0] ?? NaN)) * Math.exp(-t * (1 + off)) + (1 + (theta[1] ?? NaN)) * Math.exp((-t / 5) * (1 - off)),
  );
const COARSE = 0.03;
const problem: FitProblem = {
  parameters: ['a', 'b'].map((id) => ({ id, coordinate: normal(0, 1), step: 0.001, longestMove: 1 })),
  observed: decays(truth, 0),
  sigma: new Float64Array(times.length).fill(0.003),
  simulate: (thetas) => thetas.map((theta) => decays(theta, COARSE)),
};
const errorAt = (theta: Float64Array): Float64Array => decays(theta, 0).map((value, k) => value - (decays(theta, COARSE)[k] ?? NaN));
const off = (theta: Float64Array | undefined): number => Math.hypot(...truth.map((z, i) => z - (theta?.[i] ?? NaN)));

describe('a fit with inaccurate steps', () => {
  test('converges to the minimum of fine steps, with the problem for its draws', async () => {
    const coarse = await levenbergMarquardt(problem, new Float64Array(2), options);
    const { modes, problem: corrected } = await withoutGridError({ gridError: errorAt }, problem, [coarse], options);
    expect(off(coarse.theta)).toBeGreaterThan(0.02);
    expect(off(modes[0].theta)).toBeLessThan(0.002);
    expect(modes[0].chi2).toBeLessThan(0.3);
    // Its record plus the removed error is the observed one.
    const error = errorAt(modes[0].theta);
    corrected.observed.forEach((value, k) => expect(value + (error[k] ?? NaN)).toBeCloseTo(problem.observed[k] ?? NaN, 3));
  });

  test('converges with central differences at the bottom of a valley where one-sided ones stop on its flank', async () => {
    // Costs (z / s)^2 + ((1 - z^2 / 4) / s)^2 + z^2, lowest at 0; a one-sided difference measures a slope there because of the curvature.
    const s = 0.01;
    const bent: FitProblem = {
      parameters: [{ id: 'z', coordinate: normal(0, 1), step: 0.2, longestMove: 1 }],
      observed: Float64Array.of(0, 1, 0),
      sigma: Float64Array.of(s, s, s),
      simulate: (thetas) => thetas.map(([z = NaN]) => Float64Array.of(z, (z * z) / 4, 0)),
    };
    const loose = { iterations: 60, tolerance: 0.05, relativeTolerance: 1e-5 };
    const coarse = await levenbergMarquardt(bent, Float64Array.of(1), loose);
    expect(Math.abs(coarse.theta[0] ?? NaN)).toBeGreaterThan(5 * s);
    const { modes } = await withoutGridError(
      { gridError: () => Float64Array.of(0, 0, -0.1) },
      { ...bent, observed: Float64Array.of(0, 1, -0.1) },
      [coarse],
      { ...loose, central: true },
    );
    expect(Math.abs(modes[0].theta[0] ?? NaN)).toBeLessThan(s);
  });

  test.each([
    ['that only grows with each round', (theta: Float64Array) => errorAt(theta).map((value) => -40 * value)],
    ['that is no number', () => new Float64Array(times.length).fill(NaN)],
  ])('an error %s changes nothing', async (_, gridError) => {
    const coarse = await levenbergMarquardt(problem, new Float64Array(2), options);
    const { modes, problem: kept } = await withoutGridError({ gridError }, problem, [coarse], options);
    expect(modes[0].theta).toEqual(coarse.theta);
    expect(kept).toBe(problem);
  });

  test('other minima are corrected too, and returned lowest first', async () => {
    const coarse = await levenbergMarquardt(problem, new Float64Array(2), options);
    const other = await levenbergMarquardt(problem, Float64Array.of(0.6, 0.1), { ...options, iterations: 0 });
    const { modes } = await withoutGridError({ gridError: errorAt }, problem, [coarse, other], options);
    expect(modes).toHaveLength(2);
    expect(modes[1]?.cost).toBeGreaterThanOrEqual(modes[0].cost);
    for (const mode of modes) expect(off(mode.theta)).toBeLessThan(0.002);
  });
});
