import { cholesky, choleskyInverse } from '../math/cholesky.ts';
import { SHRINKAGE, shrunkMoments, type Shrinkage } from '../population/shrunk-moments.ts';
import type { FitParameter } from './levenberg-marquardt.ts';

/** A normal prior of the coordinates that other cells have taught. */
export interface LearnedPrior {
  readonly centre: Float64Array;
  /** Row-major. */
  readonly precision: Float64Array;
  /** Coordinates of the cells that taught it. */
  readonly cells: readonly Float64Array[];
}

/**
 * Mean and shrunk covariance of the coordinates of some cells.
 * @param cells values of each by parameter id, in the parameter's own unit; a parameter that a cell lacks is taken at 0 of its coordinate
 * @param stated of which the recording itself states what it can: other cells teach nothing of them
 * @throws Error for fewer than 8 cells
 */
export function learnedPrior(
  parameters: readonly FitParameter[],
  cells: readonly Readonly<Record<string, number>>[],
  stated: ReadonlySet<string> = new Set(),
  shrinkage: Shrinkage = SHRINKAGE,
): LearnedPrior {
  const n = parameters.length;
  const points = cells.map((cell) =>
    Float64Array.from(parameters, ({ id, coordinate }) => {
      const value = cell[id];
      return value === undefined ? 0 : coordinate.of(value);
    }),
  );
  const { centre, covariance } = shrunkMoments(points, n, shrinkage);
  parameters.forEach(({ id }, i) => {
    if (!stated.has(id)) return;
    centre[i] = 0;
    for (let j = 0; j < n; j++) covariance[i * n + j] = covariance[j * n + i] = i === j ? 1 : 0;
  });
  const factor = cholesky(covariance, n);
  if (!factor) throw new Error('The covariance of the learned prior is not positive definite: shrink it more.');
  return { centre, precision: choleskyInverse(factor, n), cells: points };
}
