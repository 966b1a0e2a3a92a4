import { cholesky, choleskyInverse } from '../math/cholesky.ts';
import type { FitParameter } from './levenberg-marquardt.ts';

/** A normal prior of the coordinates that other cells have taught. */
export interface LearnedPrior {
  readonly centre: Float64Array;
  /** Row-major. */
  readonly precision: Float64Array;
}

export interface Shrinkage {
  /** The mean counts by this share; the rest is the middle of the prior that it was learned under. */
  readonly mean: number;
  /** Covariances between parameters count by this share of what the cells show. */
  readonly between: number;
  /** Added to every variance: what so few cells cannot have shown. */
  readonly floor: number;
}

export const SHRINKAGE: Shrinkage = { mean: 0.9, between: 0.8, floor: 0.03 };
/** Fewer cells teach nothing of a covariance. */
const FEWEST_CELLS = 8;

/**
 * Mean and shrunk covariance of the coordinates of some cells (empirical Bayes).
 * @param cells values of each by parameter id, in the parameter's own unit; a parameter that a cell lacks is taken at 0 of its coordinate
 * @throws Error for fewer than 8 cells
 */
export function learnedPrior(
  parameters: readonly FitParameter[],
  cells: readonly Readonly<Record<string, number>>[],
  { mean, between, floor }: Shrinkage = SHRINKAGE,
): LearnedPrior {
  if (cells.length < FEWEST_CELLS) throw new Error(`A prior is learned from ${FEWEST_CELLS} cells or more, got ${cells.length}.`);
  const points = cells.map((cell) =>
    Float64Array.from(parameters, ({ id, coordinate }) => {
      const value = cell[id];
      return value === undefined ? 0 : coordinate.of(value);
    }),
  );
  const n = parameters.length;
  const centre = Float64Array.from(parameters, (_, i) => (mean * sum(points, (z) => z[i] as number)) / points.length);
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const together = sum(points, (z) => ((z[i] as number) - (centre[i] as number)) * ((z[j] as number) - (centre[j] as number)));
      covariance[i * n + j] = (i === j ? 1 : between) * (together / points.length) + (i === j ? floor : 0);
    }
  }
  const factor = cholesky(covariance, n);
  if (!factor) throw new Error('The covariance of the learned prior is not positive definite: shrink it more.');
  return { centre, precision: choleskyInverse(factor, n) };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
