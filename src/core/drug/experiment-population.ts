import type { CellModel } from '../cell/cell-model.ts';
import { cellModel } from '../cell/models.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { DEFAULT_SPREAD, sampleKind, type PopulationKind } from '../population/population-kind.ts';
import { createRandom } from '../random/random.ts';
import type { ExperimentCell } from './experiment-schema.ts';

/**
 * Whether a cell is the published one alone: its values are those of its model, and no recording gave it members. It is known by what it
 * is, as any cell may have any name.
 */
export function isPublishedCell({ cellModel: id, values, members }: Pick<ExperimentCell, 'cellModel' | 'values' | 'members'>): boolean {
  const published = cellModel(id).baseline();
  return members.length === 0 && values.length === published.length && values.every((value, i) => value === published[i]);
}

export interface PopulationWish {
  readonly cells: number;
  readonly seed: number;
  readonly kind: Exclude<PopulationKind, 'beating'>;
}

/**
 * A synthetic population as a cell of an experiment: the published cell, and its members drawn as the population verb draws them. Of no
 * members it is the published cell alone.
 */
export function experimentPopulation({ cells, seed, kind }: PopulationWish, model: CellModel): ExperimentCell {
  const random = createRandom(seed);
  const spread = { kind, spread: DEFAULT_SPREAD, spreadOf: {} };
  return {
    name: cells === 0 ? `Published cell (${model.name})` : `Population of ${cells} cells, seed ${seed}`,
    cellModel: model.id,
    origin: 'simulated',
    kind: cells === 0 ? 'twin' : 'population',
    values: Array.from(model.baseline()),
    members: Array.from({ length: cells }, (_, i) => Array.from(valuesFromMultipliers(sampleKind(random, i, spread, model), model))),
    alarms: [],
    fitFailed: false,
  };
}
