import { expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../cell/models.ts';
import { experimentPopulation } from '../../drug/experiment-population.ts';
import { cellWords } from './study-view.ts';

it('names the line of a cell by itself for what it is', () => {
  const population = (cells: number) => experimentPopulation({ cells, seed: 1, kind: 'all' }, DEFAULT_CELL);
  const twin = { name: 'Dish 2 cell 4', origin: 'recorded', fitFailed: false, kind: 'twin' } as const;
  expect(cellWords({ cell: twin })).toBe('the twin');
  expect(cellWords({ cell: { ...twin, name: 'Published cell' } })).toBe('the twin');
  expect(cellWords({ cell: population(0) })).toBe('the published cell');
  expect(cellWords({ cell: population(2) })).toBe('the published cell');
});
