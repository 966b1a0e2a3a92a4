import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { Random } from '../random/random.ts';
import { PRIOR_SPREAD, sampleMultipliers } from './sample-cells.ts';

/**
 * Kinds of population. 'all': every cell of the prior U(1 - spread, 1 + spread). 'beating': those of the same prior that
 * beat spontaneously. 'wide': as 'all', but conductances and the permeability are log-uniform over 1/4 to 4, as widely
 * as currents of single iPSC-CMs vary.
 */
export const POPULATION_KINDS = ['all', 'beating', 'wide'] as const;
export type PopulationKind = (typeof POPULATION_KINDS)[number];

const WIDE_FACTOR = 4;

export interface Spread {
  readonly kind: PopulationKind;
  /** Half width of the multipliers. */
  readonly spread: number;
  /** Half width for single parameters, by id. */
  readonly spreadOf: Readonly<Record<string, number>>;
}

/** @throws Error for spreads out of [0, 1) and unknown parameters. */
export function checkSpread({ spread, spreadOf }: Spread, model: CellModel = DEFAULT_CELL): void {
  const known = new Set(model.varied.map((parameter) => parameter.id));
  for (const [id, value] of [['spread', spread] as const, ...Object.entries(spreadOf)]) {
    if (id !== 'spread' && !known.has(id)) throw new Error(`Spread of "${id}": no such varied parameter. List them with "params list".`);
    if (!(value >= 0 && value < 1)) throw new Error(`Spread of ${id}: expected a number from 0 to below 1, got ${value}. Correct it.`);
  }
}

/** The multipliers of one cell, which depend on seed, index and spread alone. */
export function sampleKind(
  population: Random,
  index: number,
  { kind, spread, spreadOf }: Spread,
  model: CellModel = DEFAULT_CELL,
): Float64Array {
  const plain = sampleMultipliers(population, index, 1, model).map((twice) => twice / 2);
  return plain.map((uniform, i) => {
    const parameter = model.varied[i];
    const own = parameter ? spreadOf[parameter.id] : undefined;
    if (kind === 'wide' && own === undefined && parameter?.role === 'conductance') return WIDE_FACTOR ** (2 * uniform - 1);
    const half = own ?? spread;
    return 1 - half + 2 * half * uniform;
  });
}

export const DEFAULT_SPREAD = PRIOR_SPREAD;
