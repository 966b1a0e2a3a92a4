import { expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../cell/models.ts';
import { PACI2018 } from '../../cell/paci2018/index.ts';
import { experimentPopulation, isPublishedCell } from '../../drug/experiment-population.ts';
import { cellWords, dosedWords } from './study-view.ts';

const population = (cells: number, model = DEFAULT_CELL) => experimentPopulation({ cells, seed: 1, kind: 'all' }, model);

it('names the line of a cell by itself for what it is', () => {
  const twin = { name: 'Published cell', origin: 'simulated', fitFailed: false, kind: 'twin', published: false } as const;
  expect(cellWords({ cell: twin })).toBe('the twin');
  expect(cellWords({ cell: { ...twin, name: 'Dish 2 cell 4', published: true } })).toBe('the published cell');
  expect(cellWords({ cell: { ...twin, kind: 'population' } })).toBe('the published cell');
});

it('knows the published cell by its values, whatever its name', () => {
  for (const model of [DEFAULT_CELL, PACI2018]) {
    const published = population(0, model);
    expect(isPublishedCell({ ...published, cellModel: model.id })).toBe(true);
    expect(isPublishedCell({ ...published, values: published.values.map((value, i) => (i === 3 ? value * 1.000_001 : value)) })).toBe(
      false,
    );
  }
  // A twin that is like the published cell has members, which its recording cannot distinguish from it.
  expect(isPublishedCell({ ...population(0), members: [population(0).values] })).toBe(false);
  expect(isPublishedCell(population(2))).toBe(false);
});

it('says the concentration beside the drug that has it', () => {
  expect(dosedWords({ drug: 'dofetilide + verapamil 81 nM' }, 2)).toBe('dofetilide 2 nM + verapamil 81 nM');
  expect(dosedWords({ drug: 'quinidine' }, 3000)).toBe('quinidine 3 uM');
});
