import { describe, expect, test } from 'vitest';
import { normal } from '../../core/inference/coordinate.ts';
import type { FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import { majorityPhenotype } from './majority-phenotype.ts';

const parameter = (id: string) => ({ id, coordinate: normal(0, 1), step: 0.01, longestMove: 1 });
/** The record is the first coordinate, observed as 0 with SD 1; only the prior limits the second. */
const problem: FitProblem = {
  parameters: [parameter('identifiable'), parameter('unidentifiable')],
  observed: Float64Array.of(0),
  sigma: Float64Array.of(1),
  simulate: (thetas) => thetas.map((theta) => Float64Array.of(theta[0] as number)),
};
const at = (...z: number[]): Float64Array => Float64Array.from(z);
/** Cells beat where the second coordinate is above 0.1. */
const outcomes = (thetas: readonly Float64Array[]) =>
  thetas.map((theta) => ((theta[1] as number) > 0.1 ? ('beating' as const) : ('depolarised' as const)));

describe('the twin where the recording leaves open whether the cell beats', () => {
  test('is the best fit where most draws have its phenotype', () => {
    const best = at(0, 0);
    expect(majorityPhenotype(problem, best, [at(1, -1), at(-1, 0), at(0, 2)], outcomes)).toBe(best);
  });

  test('has the phenotype of most draws, as near to the best fit as possible', () => {
    const twin = majorityPhenotype(problem, at(0, 0), [at(1, 0.7), at(-1, 0.9), at(0, -2)], outcomes);
    // Of eight steps towards (0, 0.8) the second is the first that beats.
    expect([...twin]).toEqual([0, expect.closeTo(0.2, 12)]);
  });

  test('is one of the draws where no cell on the way to them has it', () => {
    const islands = (thetas: readonly Float64Array[]) =>
      thetas.map((theta) => (Math.abs(theta[0] as number) > 0.9 ? ('beating' as const) : ('quiescent' as const)));
    expect([...majorityPhenotype(problem, at(0, 0), [at(1, 0.7), at(-1, 0.2), at(0, 1)], islands)]).toEqual([-1, 0.2]);
  });

  test('is the best fit where no outcome has a majority, or nothing was drawn', () => {
    const best = at(0, 0);
    expect(majorityPhenotype(problem, best, [at(0, 1), at(0, -1)], outcomes)).toBe(best);
    expect(majorityPhenotype(problem, best, [], outcomes)).toBe(best);
  });
});
