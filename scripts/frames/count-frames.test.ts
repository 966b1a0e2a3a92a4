import { expect, test } from 'vitest';
import { framesOf } from './count-frames.ts';

test('frames a second are counted from the first to the last, with the longest step', () => {
  expect(framesOf([0, 10, 20, 60, 100])).toEqual({ seconds: 0.1, perSecond: 40, longestMs: 40 });
});
