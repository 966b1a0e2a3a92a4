import type { Coordinate } from './coordinate.ts';

/** Marginal posterior of one parameter, in the parameter's unit. */
export interface Marginal {
  readonly mean: number;
  readonly sd: number;
  /** Central 90 %. */
  readonly interval90: readonly [low: number, high: number];
}

/** Student's quantile of 95 %, by its expansion around the normal one: the SD of few draws is uncertain. */
function studentQuantile(dof: number): number {
  const z = 1.6449;
  return z + (z ** 3 + z) / (4 * dof) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * dof ** 2);
}

/**
 * From draws of the coordinate z, in which a posterior is nearly normal, so that a few dozen draws give the interval. They come in pairs of
 * opposite noise: a pair counts as one deviation.
 * @throws Error for fewer than four
 */
export function marginal(coordinate: Coordinate, draws: readonly number[]): Marginal {
  const n = draws.length;
  if (n < 4) throw new Error(`A marginal needs at least 4 draws, got ${n}.`);
  const centre = draws.reduce((sum, z) => sum + z, 0) / n;
  const spread = Math.sqrt(draws.reduce((sum, z) => sum + (z - centre) ** 2, 0) / (n - 1));
  const values = draws.map((z) => coordinate.value(z));
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const reach = studentQuantile(n / 2) * Math.sqrt(1 + 1 / n) * spread;
  return {
    mean,
    sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)),
    interval90: [coordinate.value(centre - reach), coordinate.value(centre + reach)],
  };
}
