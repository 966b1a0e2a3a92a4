import { describe, expect, it } from 'vitest';
import { normal } from './coordinate.ts';
import { jointProblem, partRanges, withoutGaps, type ObservedPart } from './joint-problem.ts';
import { levenbergMarquardt, type FitParameter } from './levenberg-marquardt.ts';

const parameters: FitParameter[] = ['a', 'b'].map((id) => ({ id, coordinate: normal(0, 10), step: 0.01, longestMove: 2 }));
const value = (theta: Float64Array, i: number): number => parameters[i]?.coordinate.value(theta[i] ?? NaN) ?? NaN;
/** Observes the sum of the parameters. */
const sum: ObservedPart = {
  observed: Float64Array.of(5),
  sigma: Float64Array.of(0.01),
  simulate: (thetas) => thetas.map((theta) => Float64Array.of(value(theta, 0) + value(theta, 1))),
};
/** Observes the first alone, twice. */
const first: ObservedPart = {
  observed: Float64Array.of(2, 2),
  sigma: Float64Array.of(0.01, Infinity),
  simulate: (thetas) => thetas.map((theta) => Float64Array.of(value(theta, 0), 1e6)),
};

describe('jointProblem', () => {
  it('finds what no part identifies alone, and leaves out observations of infinite SD', async () => {
    const { theta } = await levenbergMarquardt(jointProblem(parameters, [sum, first]), new Float64Array(2), {
      iterations: 30,
      tolerance: 1e-6,
      relativeTolerance: 1e-9,
    });
    expect(value(theta, 0)).toBeCloseTo(2, 2);
    expect(value(theta, 1)).toBeCloseTo(3, 2);
  });

  it('gives the ranges of the parts', () => {
    expect(partRanges([sum, first])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });
});

describe('withoutGaps', () => {
  /** Only cells above 0 can be observed. */
  const part = withoutGaps({
    observed: Float64Array.of(1),
    sigma: Float64Array.of(1),
    simulate: (thetas) => thetas.map(([x = NaN]) => Float64Array.of(x > 0 ? x : NaN)),
  });
  const points = (values: readonly number[]): Float64Array[] => values.map((x) => Float64Array.of(x));

  it('takes the median within a batch of differences', () => {
    const rows = part.simulate(points([...Array.from({ length: 30 }, (_, i) => i + 1), -1]));
    expect(rows[30]?.[0]).toBe(16);
    expect(rows[0]?.[0]).toBe(1);
  });

  it('keeps a single step that gives no observation', () => {
    expect(part.simulate(points([2, -1])).map(([x]) => x)).toEqual([2, NaN]);
  });
});
