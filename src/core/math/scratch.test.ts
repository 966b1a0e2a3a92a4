import { expect, it } from 'vitest';
import { movingMean } from './moving-mean.ts';
import { Scratch } from './scratch.ts';

it('gives as many numbers as are asked for, also after longer and shorter ones', () => {
  const scratch = new Scratch();
  for (const length of [5, 100, 3, 0, 200_000, 4]) expect(scratch.take(length)).toHaveLength(length);
});

it('leaves nothing of an earlier trace in a later one, and averages the ends over fewer samples', () => {
  movingMean(Float64Array.of(9, 9, 9, 9, 9, 9, 9, 9, 9), 3);
  expect(Array.from(movingMean([1, 2, 6, 2, 1], 3))).toEqual([1, 3, 10 / 3, 3, 1]);
  expect(Array.from(movingMean([1, 2, 6, 2], 9))).toEqual([1, 3, 10 / 3, 2]);
});
