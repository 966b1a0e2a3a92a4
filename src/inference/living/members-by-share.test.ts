import { expect, test } from 'vitest';
import { membersByShare } from './members-by-share.ts';

const draws = Array.from({ length: 100 }, (_, k) => Float64Array.of(k));

test('as many members beat as the share says, of the first that were drawn', () => {
  const beating = draws.map((_, k) => k % 4 === 0);
  const members = membersByShare(draws, beating, 0.5, 20).map(([k]) => k!);
  expect(members.filter((k) => k % 4 === 0)).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  expect(members.filter((k) => k % 4 !== 0)).toHaveLength(10);
  expect(members).toEqual([...members].sort((a, b) => a - b));
});

test('what was never drawn is not made up', () => {
  const members = membersByShare(
    draws,
    draws.map((_, k) => k === 50),
    0.2,
    20,
  );
  expect(members).toHaveLength(17);
  expect(members.map(([k]) => k)).toContain(50);
});
