import { costOf, type FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import type { PhenotypeOutcome } from '../../core/beat/phenotype.ts';

/** Points between the best fit and the mean of the majority. */
const STEPS = 8;

/**
 * Near the border of beating the best fit may be on one side and most of the posterior on the other. The twin is then the cell of lowest
 * cost with the majority phenotype: on the way from the best fit to the mean of those draws, or one of them.
 * @param draws from the posterior
 * @param outcomes outcomes of cells
 * @returns the best fit itself where most draws have its phenotype, or where no outcome has a majority
 */
export function majorityPhenotype(
  problem: FitProblem,
  best: Float64Array,
  draws: readonly Float64Array[],
  outcomes: (thetas: readonly Float64Array[]) => readonly PhenotypeOutcome[],
): Float64Array {
  const [own, ...drawn] = outcomes([best, ...draws]);
  const most = drawn.find((outcome) => 2 * drawn.filter((other) => other === outcome).length > drawn.length);
  if (most === undefined || most === own) return best;
  return cheapestThatDoes(
    problem,
    best,
    draws.filter((_, k) => drawn[k] === most),
    (thetas) => outcomes(thetas).map((outcome) => outcome === most),
  );
}

/**
 * The cell of lowest cost that does what some draws do: on the way from the best fit to their mean, or one of them.
 * @param alike draws that do it
 * @returns the best fit itself where there are none
 */
export function cheapestThatDoes(
  problem: FitProblem,
  best: Float64Array,
  alike: readonly Float64Array[],
  does: (thetas: readonly Float64Array[]) => readonly boolean[],
): Float64Array {
  const middle = best.map((_, i) => alike.reduce((sum, theta) => sum + (theta[i] as number), 0) / alike.length);
  const between = Array.from({ length: STEPS }, (_, k) => best.map((z, i) => z + ((k + 1) / STEPS) * ((middle[i] as number) - z)));
  const onTheWay = alike.length === 0 ? [] : does(between);
  const candidates = [...between.filter((_, k) => onTheWay[k] === true), ...alike];
  const costs = problem.simulate(candidates).map((record, k) => costOf(problem, candidates[k] as Float64Array, record));
  return candidates[costs.indexOf(Math.min(...costs))] ?? best;
}
