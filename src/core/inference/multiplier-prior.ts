import type { ParameterRole } from '../cell/parameter.ts';
import { PRIOR_SPREAD } from '../population/sample-cells.ts';
import { logNormal, uniform, type Coordinate } from './coordinate.ts';

/**
 * Prior of the multipliers. 'population': the method's population, U(1 - spread, 1 + spread). 'living': real cells, wider and without
 * bounds; `sd` is that of the multiplier's logarithm, `conductanceSd` that of conductances where they vary more than gates.
 */
export type MultiplierPrior =
  | { readonly kind: 'population'; readonly spread: number }
  | { readonly kind: 'living'; readonly sd: number; readonly conductanceSd?: number };

export const POPULATION_PRIOR: MultiplierPrior = { kind: 'population', spread: PRIOR_SPREAD };
export const LIVING_PRIOR: MultiplierPrior = { kind: 'living', sd: 0.5 };
/** For fits that include the free beat, which informs parameters that the clamp leaves open. */
export const BEATING_PRIOR: MultiplierPrior = { kind: 'living', sd: 0.5, conductanceSd: 0.8 };

export function multiplierCoordinate(prior: MultiplierPrior, role: ParameterRole): Coordinate {
  if (prior.kind === 'population') return uniform(1 - prior.spread, 1 + prior.spread);
  return logNormal(1, (role === 'conductance' ? prior.conductanceSd : undefined) ?? prior.sd);
}

/** SD of a multiplier before any recording. */
export function multiplierPriorSd(prior: MultiplierPrior): number {
  if (prior.kind === 'population') return prior.spread / Math.sqrt(3);
  const variance = prior.sd ** 2;
  return Math.sqrt((Math.exp(variance) - 1) * Math.exp(variance));
}
