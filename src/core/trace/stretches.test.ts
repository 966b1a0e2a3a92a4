import { expect, test } from 'vitest';
import { withStretch } from './stretches.ts';

test('a stretch takes its place, those that touch become one, either way it was drawn', () => {
  expect(withStretch([[100, 200]], [400, 300], 1000)).toEqual([
    [100, 200],
    [300, 400],
  ]);
  expect(
    withStretch(
      [
        [100, 200],
        [300, 400],
      ],
      [150, 300],
      1000,
    ),
  ).toEqual([[100, 400]]);
});

test('what lies outside of the recording is cut off, and a slip of the hand changes nothing', () => {
  expect(withStretch([], [-20, 5000], 1000)).toEqual([[0, 1000]]);
  expect(withStretch([[1, 2]], [50, 50.04], 1000)).toEqual([[1, 2]]);
  expect(withStretch([[1, 2]], [2000, 3000], 1000)).toEqual([[1, 2]]);
  expect(withStretch([[1, 2]], [NaN, 3], 1000)).toEqual([[1, 2]]);
});
