import { expect, it } from 'vitest';
import { comparedGroups } from './comparedGroups.ts';

it('keeps the levels of each cell and condition apart, in their order', () => {
  const level = (cell: string, condition: string, nM: number) => ({ cell, condition, nM });
  const levels = [level('A', 'free running', 0), level('A', 'free running', 2), level('B', 'free running', 0), level('A', 'paced', 0)];
  expect(comparedGroups(levels)).toEqual([
    ['A, free running', levels.slice(0, 2)],
    ['B, free running', [levels[2]]],
    ['A, paced', [levels[3]]],
  ]);
});
