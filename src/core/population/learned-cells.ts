import type { CellModel } from '../cell/cell-model.ts';
import { cholesky } from '../math/cholesky.ts';
import type { Random } from '../random/random.ts';
import { FURTHEST_DRAW, LIVING_SPREAD } from './living-draws.ts';
import { shrunkMoments } from './shrunk-moments.ts';

/** A population that recorded cells have taught: logarithms of multipliers and scales, jointly normal. */
export interface LearnedCells {
  /** Name of the population. */
  readonly name: string;
  /** How many cells it was learned from. */
  readonly cells: number;
  /** Means of the logarithms, one a varied parameter, then one a scale. */
  readonly centre: readonly number[];
  /** Lower Cholesky factor of their covariance, row-major. */
  readonly factor: readonly number[];
}

const DIGITS = 7;

/**
 * @param cells value of every multiplier and scale of each by id; absent: as published
 * @throws Error for fewer than 8 cells
 * @example learnCells(DEFAULT_CELL, 'living-ipsc-2023', twins) // then sampleLivingCell(random, DEFAULT_CELL, 37, learned)
 */
export function learnCells(model: CellModel, name: string, cells: readonly Readonly<Record<string, number>>[]): LearnedCells {
  const parameters = [
    ...model.varied.map(({ id, role }) => ({ id, sd: role === 'conductance' ? LIVING_SPREAD.conductance : LIVING_SPREAD.gate })),
    ...model.scales.map(({ id }) => ({ id, sd: LIVING_SPREAD.scale })),
  ];
  const n = parameters.length;
  const points = cells.map((cell) => Float64Array.from(parameters, ({ id, sd }) => Math.log(cell[id] ?? 1) / sd));
  const { centre, covariance } = shrunkMoments(points, n);
  const factor = cholesky(covariance, n);
  if (!factor) throw new Error('The covariance of the learned population is not positive definite: shrink it more.');
  const sdOf = (i: number): number => parameters[i]?.sd ?? NaN;
  return {
    name,
    cells: cells.length,
    centre: Array.from(centre, (z, i) => rounded(z * sdOf(i))),
    factor: Array.from(factor, (value, at) => rounded(value * sdOf(Math.floor(at / n)))),
  };
}

/** Multipliers and scales of one cell. */
export function sampleLearned({ centre, factor }: LearnedCells, random: Random): Float64Array {
  const n = centre.length;
  const chance = centre.map(() => Math.max(-FURTHEST_DRAW, Math.min(FURTHEST_DRAW, random.normal())));
  return Float64Array.from(centre, (mean, i) => {
    let log = mean;
    for (let j = 0; j <= i; j++) log += (factor[i * n + j] ?? 0) * (chance[j] ?? 0);
    return Math.exp(log);
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
