import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import {
  costOf,
  laplace,
  levenbergMarquardt,
  type FitOptions,
  type FitProblem,
  type FitResult,
  type Minimum,
} from '../../core/inference/levenberg-marquardt.ts';

/** Minima, lowest first, and the problem that they belong to: the kernel's error is subtracted from its record. */
export interface Corrected {
  readonly problem: FitProblem;
  readonly modes: readonly [FitResult, ...FitResult[]];
}

type Minima = readonly [Minimum, ...Minimum[]];

/** Number of minima that are corrected: minima that are equal for the kernel's steps may differ for fine ones. */
const MOST_FOLLOWED = 3;
/** A minimum whose cost is higher by more than this holds less than one part in a thousand of the posterior. */
const OUT_OF_REACH = 14;
/** Number of rounds; each computes the kernel's error at the end of the last one. */
const ROUNDS = 3;
/** A smaller change of the error, in chi2, ends the rounds. */
const SAME_ERROR = 0.5;

/**
 * Moves minima of the kernel's steps to those of fine steps. The kernel's error at the lowest minimum is subtracted from the record and
 * the fit continues; this is repeated until the error no longer changes (defect correction; Stetter 1978, doi:10.1007/BF01432879).
 * Sensitivities are those of the kernel.
 * @param problem of `model`, on the record itself
 */
export async function withoutGridError(
  model: Pick<ClampModel, 'gridError'>,
  problem: FitProblem,
  modes: readonly [Minimum, ...Minimum[]],
  options: FitOptions,
): Promise<Corrected> {
  let best: { readonly problem: FitProblem; readonly minima: Minima } = { problem, minima: modes };
  let lowestCost = Infinity;
  let reached = best;
  for (let round = 0; options.cancelled?.() !== true; round++) {
    const [{ theta, simulated }] = reached.minima;
    const error = model.gridError(theta);
    const next = { ...problem, observed: problem.observed.map((value, r) => value - (error[r] as number)) };
    const cost = costOf(next, theta, simulated);
    // A larger error than in the round before, or no finite record at fine steps: the round before is the result.
    if (!(cost < lowestCost)) break;
    best = reached;
    lowestCost = cost;
    const change = next.observed.reduce(
      (sum, value, r) => sum + ((value - (reached.problem.observed[r] as number)) / (problem.sigma[r] as number)) ** 2,
      0,
    );
    if (change < SAME_ERROR || round === ROUNDS) break;
    reached = { problem: next, minima: await followed(next, reached.minima, options) };
  }
  return { problem: best.problem, modes: peaks(best.problem, best.minima) };
}

async function followed(problem: FitProblem, from: readonly Minimum[], options: FitOptions): Promise<Minima> {
  const minima: Minimum[] = [];
  for (const { theta } of from.slice(0, MOST_FOLLOWED)) minima.push(await levenbergMarquardt(problem, theta, options));
  const [lowest, ...others] = minima.sort((a, b) => a.cost - b.cost);
  if (!lowest) throw new Error('The fit had no minimum to follow.');
  return [lowest, ...others.filter(({ cost }) => cost - lowest.cost < OUT_OF_REACH)];
}

function peaks(problem: FitProblem, [lowest, ...others]: Minima): readonly [FitResult, ...FitResult[]] {
  return [laplace(problem, lowest), ...others.map((minimum) => laplace(problem, minimum))];
}
