import { costOf, type FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import type { PhenotypeOutcome } from '../../core/beat/phenotype.ts';

/** Points between the best fit and the middle of those that do what most do. */
const STEPS = 8;

/**
 * Near where cells stop beating the best fit may lie on one side and most of what the recording allows on the other. The twin is then the
 * cell of lowest cost among those that do what most draws do: on the way
 * from the best fit to their middle, or one of them.
 * @param draws from the posterior
 * @param outcomes what cells do
 * @returns the best fit itself where most do the same, or where no outcome is that of more than half
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
  const alike = draws.filter((_, k) => drawn[k] === most);
  const middle = best.map((_, i) => alike.reduce((sum, theta) => sum + (theta[i] as number), 0) / alike.length);
  const between = Array.from({ length: STEPS }, (_, k) => best.map((z, i) => z + ((k + 1) / STEPS) * ((middle[i] as number) - z)));
  const onTheWay = outcomes(between);
  const candidates = [...between.filter((_, k) => onTheWay[k] === most), ...alike];
  const costs = problem.simulate(candidates).map((record, k) => costOf(problem, candidates[k] as Float64Array, record));
  return candidates[costs.indexOf(Math.min(...costs))] ?? best;
}
