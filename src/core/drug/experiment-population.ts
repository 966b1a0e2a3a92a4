import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { DEFAULT_SPREAD, sampleKind, type PopulationKind } from '../population/population-kind.ts';
import { createRandom } from '../random/random.ts';
import type { ExperimentCell } from './experiment-schema.ts';

/** First words of the name of a cell that is the published one alone. */
export const PUBLISHED_CELL = 'Published cell';

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
    name: cells === 0 ? `${PUBLISHED_CELL} (${model.name})` : `Population of ${cells} cells, seed ${seed}`,
    cellModel: model.id,
    origin: 'simulated',
    kind: cells === 0 ? 'twin' : 'population',
    values: Array.from(model.baseline()),
    members: Array.from({ length: cells }, (_, i) => Array.from(valuesFromMultipliers(sampleKind(random, i, spread, model), model))),
    alarms: [],
    fitFailed: false,
  };
}
