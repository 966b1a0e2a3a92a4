import { PRIOR_SPREAD } from '../population/sample-cells.ts';
import { logNormal, uniform, type Coordinate } from './coordinate.ts';

/**
 * Which cells a fit thinks possible. 'population': the method's population, multipliers U(1 - spread, 1 + spread). 'living': real cells,
 * wider
 * and without an edge; `sd` is that of the multiplier's logarithm.
 */
export type MultiplierPrior = { readonly kind: 'population'; readonly spread: number } | { readonly kind: 'living'; readonly sd: number };

export const POPULATION_PRIOR: MultiplierPrior = { kind: 'population', spread: PRIOR_SPREAD };
export const LIVING_PRIOR: MultiplierPrior = { kind: 'living', sd: 0.5 };

export function multiplierCoordinate(prior: MultiplierPrior): Coordinate {
  return prior.kind === 'population' ? uniform(1 - prior.spread, 1 + prior.spread) : logNormal(1, prior.sd);
}

/** SD of a multiplier before any recording. */
export function multiplierPriorSd(prior: MultiplierPrior): number {
  if (prior.kind === 'population') return prior.spread / Math.sqrt(3);
  const variance = prior.sd ** 2;
  return Math.sqrt((Math.exp(variance) - 1) * Math.exp(variance));
}
