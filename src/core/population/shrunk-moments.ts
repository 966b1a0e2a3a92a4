/** What a few cells show of a population, shrunk towards what was known before. */
export interface ShrunkMoments {
  readonly centre: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
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
 * Mean and shrunk covariance of cells (empirical Bayes).
 * @param points coordinates of each cell, of which the SD was 1 before any was seen
 * @throws Error for fewer than 8 cells
 */
export function shrunkMoments(points: readonly Float64Array[], n: number, { mean, between, floor }: Shrinkage = SHRINKAGE): ShrunkMoments {
  if (points.length < FEWEST_CELLS) throw new Error(`A prior is learned from ${FEWEST_CELLS} cells or more, got ${points.length}.`);
  const centre = Float64Array.from({ length: n }, (_, i) => (mean * sum(points, (z) => z[i] as number)) / points.length);
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const together = sum(points, (z) => ((z[i] as number) - (centre[i] as number)) * ((z[j] as number) - (centre[j] as number)));
      covariance[i * n + j] = (i === j ? 1 : between) * (together / points.length) + (i === j ? floor : 0);
    }
  }
  return { centre, covariance };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
