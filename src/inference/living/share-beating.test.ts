import { expect, test } from 'vitest';
import { shareBeating } from './share-beating.ts';

const some = (beating: number, of: number): boolean[] => Array.from({ length: of }, (_, k) => k < beating);

test('a clamp that says nothing leaves the share of real cells', () => {
  expect(shareBeating(some(200, 1000), some(200, 1000), some(14, 20))).toBeCloseTo(14.5 / 21, 2);
  expect(shareBeating(some(200, 1000), some(200, 1000), null)).toBeCloseTo(0.5, 9);
});

test('the more draws beat, the likelier the cell does, and it is never certain', () => {
  const shares = [0, 1, 10, 60, 200, 240].map((beating) => shareBeating(some(beating, 240), some(48, 240), some(13, 20)));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares.at(-1)).toBeLessThan(1);
});
