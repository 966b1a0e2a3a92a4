import type { FitProblem, Minimum } from '../../core/inference/levenberg-marquardt.ts';

/**
 * A problem of clamp, followed and settled beat as it would be had the twin itself been recorded, but for what the settled beat was: what
 * the model misses of clamp and followed beat, and what the prior pulls by, would move all draws one way.
 * @param kept observations at the end that stay those of the cell
 */
export function aroundTheTwin(problem: FitProblem, { theta, simulated }: Minimum, kept: number): FitProblem {
  const from = problem.observed.length - kept;
  return { ...problem, observed: problem.observed.map((value, r) => (r < from ? (simulated[r] as number) : value)), centre: theta };
}
