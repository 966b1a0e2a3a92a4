import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal-distribution.ts';

/** Student's t distribution function for any positive number of degrees of freedom (Abramowitz & Stegun 26.7.1). */
export function studentCdf(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t >= 0 ? 1 - tail : tail;
}

/** Inverse of studentCdf for shares in (0, 1), by halving. */
export function studentQuantile(share: number, freedom: number): number {
  if (!(share > 0 && share < 1 && freedom > 0))
    throw new Error(
      `Quantile of Student's distribution: expected a share between 0 and 1 and more than 0 degrees of freedom, ` +
        `got ${share} and ${freedom}.`,
    );
  if (share === 0.5) return 0;
  if (share < 0.5) return -studentQuantile(1 - share, freedom);
  let [low, high] = [0, Math.max(1, normalQuantile(share))];
  while (studentCdf(high, freedom) < share) [low, high] = [high, 2 * high];
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
