import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { normal } from './coordinate.ts';
import { learnedPrior } from './learned-prior.ts';

const parameters = ['a', 'b'].map((id) => ({ id, coordinate: normal(0, 2), step: 0.1, longestMove: 1 }));

test('a prior has the mean of its cells, and is as narrow and as tilted as they are', () => {
  const random = createRandom(1);
  const cells = Array.from({ length: 400 }, () => {
    const x = random.normal();
    return { a: 2 + x, b: -2 + x };
  });
  const { centre, precision } = learnedPrior(parameters, cells, new Set(), { mean: 1, between: 0.5, floor: 0 });
  expect(centre[0]).toBeCloseTo(1, 1);
  expect(centre[1]).toBeCloseTo(-1, 1);
  // z has half the SD, so a variance of 1/4, and 1/8 between the two.
  const determinant = 1 / 16 - 1 / 64;
  expect((precision[0] ?? NaN) * determinant).toBeCloseTo(1 / 4, 1);
  expect((precision[1] ?? NaN) * determinant).toBeCloseTo(-1 / 8, 1);
});

test('of what the recording itself states other cells teach nothing', () => {
  const cells = Array.from({ length: 20 }, (_, k) => ({ a: Math.sin(k), b: -4 + Math.sin(k) }));
  const { centre, precision } = learnedPrior(parameters, cells, new Set(['b']));
  expect(centre[1]).toBe(0);
  expect([precision[1], precision[2], precision[3]].map((value) => (value ?? NaN) + 0)).toEqual([0, 0, 1]);
});

test('too few cells are no population', () => {
  expect(() => learnedPrior(parameters, [{ a: 1, b: 1 }])).toThrow(/8 cells or more, got 1/);
});
