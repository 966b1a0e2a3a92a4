import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { Random } from '../random/random.ts';

/** Spread of the method's reference population: multipliers U(0.6, 1.4), SD 0.231. */
export const PRIOR_SPREAD = 0.4;
export const PRIOR_SD = PRIOR_SPREAD / Math.sqrt(3);

/** The multipliers of cell `index` of a population: they depend on seed and index alone. */
export function sampleMultipliers(
  population: Random,
  index: number,
  spread: number = PRIOR_SPREAD,
  model: CellModel = DEFAULT_CELL,
): Float64Array {
  const random = population.fork(index);
  return Float64Array.from({ length: model.varied.length }, () => 1 - spread + 2 * spread * random.uniform());
}
