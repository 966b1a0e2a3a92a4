import { laplace, type FitProblem, type FitResult, type Minimum } from './levenberg-marquardt.ts';

/** Two minima belong to one mode of the posterior when the quadratic around one of them is no higher than this at the other. */
const SAME_MODE = 12;
/** A minimum whose cost is higher by more than this holds less than one part in a thousand of the posterior. */
const OUT_OF_REACH = 14;
/**
 * Modes of the posterior, lowest first: the lowest minimum and others within reach that belong to other modes. @throws Error without a
 * minimum, and where the posterior at one is not finite
 */
export function modesOf(problem: FitProblem, found: readonly Minimum[]): [FitResult, ...FitResult[]] {
  const [lowest] = found;
  if (!lowest) throw new Error('The fit had no minimum to draw around.');
  const modes: [FitResult, ...FitResult[]] = [laplace(problem, lowest)];
  for (const minimum of found) {
    if (minimum.cost - lowest.cost < OUT_OF_REACH && modes.every((mode) => distance(mode, minimum) > SAME_MODE))
      modes.push(laplace(problem, minimum));
  }
  return modes;
}

/** Cost that the quadratic around a mode's minimum would have at the other one. */
function distance({ theta, jacobian }: FitResult, other: Minimum): number {
  const move = other.theta.map((z, i) => z - (theta[i] as number));
  const change = new Float64Array(jacobian[0]?.length ?? 0);
  jacobian.forEach((column, i) => {
    const share = move[i] as number;
    for (let r = 0; r < change.length; r++) change[r] = (change[r] as number) + share * (column[r] as number);
  });
  return squared(change) + squared(move);
}

function squared(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + (Number.isFinite(value) ? value * value : 0), 0);
}
