import { laplace, levenbergMarquardt, type FitOptions, type FitProblem, type FitResult, type Minimum } from './levenberg-marquardt.ts';

export interface MultiStartOptions extends FitOptions {
  /** Starts at least and at most; it ends early when a second start has found the best minimum again. */
  readonly fewest: number;
  readonly most: number;
  /**
   * Factors of sigma of the fits that come before the real one, the largest first. Where every residual counts less the cost has fewer minima to get
   * lost in (docs/adr/0010).
   */
  readonly blunting: readonly number[];
  readonly onStart?: (start: number) => void;
  /** Awaited after every start that has converged, with the lowest minimum so far. */
  readonly onFound?: (lowest: Minimum, starts: number) => void | Promise<void>;
}

/** What several starts have found. */
export interface Search {
  /** The lowest minimum. */
  readonly best: FitResult;
  /** It and other minima that the data hardly tell from it, lowest first. */
  readonly hills: readonly FitResult[];
  /** The problem that `hills` belong to: spikes that no parameter explains count less in it. */
  readonly problem: FitProblem;
  /** Starts that were made. */
  readonly starts: number;
}

const BLUNT_ITERATIONS = 12;
const BLUNT_TOLERANCE = 1e-3;
/** Two minima whose costs differ by less are one. */
const SAME_COST = 2;
/** A minimum whose cost is higher by more holds less than one part in a thousand of the posterior. */
const OUT_OF_REACH = 14;
/** Residuals beyond this many SDs count linearly in the robust fit: a spike that fires a little late must not bend all parameters. */
const ROBUST_Z = 5;
/** Above this chi2 per observation the best fit is made robust. */
const ROBUST_ABOVE = 1.05;

/** Levenberg-Marquardt from several starts. @throws Error where the posterior at a minimum is not finite */
export async function multiStart(problem: FitProblem, starts: Iterable<Float64Array>, options: MultiStartOptions): Promise<Search> {
  const found: Minimum[] = [];
  for (const start of starts) {
    options.onStart?.(found.length);
    let theta = start;
    for (const factor of options.blunting) {
      const blunted = { ...problem, sigma: problem.sigma.map((sigma) => sigma * factor) };
      theta = (await levenbergMarquardt(blunted, theta, { ...options, iterations: BLUNT_ITERATIONS, relativeTolerance: BLUNT_TOLERANCE })).theta;
    }
    found.push(await levenbergMarquardt(problem, theta, options));
    found.sort((a, b) => a.cost - b.cost);
    if (options.cancelled?.()) break;
    await options.onFound?.(found[0] as Minimum, found.length);
    if (found.length >= options.most) break;
    if (found.length >= options.fewest && (found[1]?.cost ?? Infinity) - (found[0]?.cost ?? 0) < SAME_COST) break;
  }
  const [lowest] = found;
  if (!lowest) throw new Error('The fit had no point to start from.');
  if (lowest.chi2 / lowest.observations > ROBUST_ABOVE && !options.cancelled?.()) {
    const robust = await robustFit(problem, lowest, options);
    const best = laplace(robust.problem, robust.minimum);
    return { best, hills: [best], problem: robust.problem, starts: found.length };
  }
  const apart: Minimum[] = [lowest];
  for (const minimum of found) {
    if (minimum.cost - lowest.cost < OUT_OF_REACH && minimum.cost - (apart.at(-1)?.cost ?? 0) > SAME_COST) apart.push(minimum);
  }
  const hills = apart.map((minimum) => laplace(problem, minimum));
  return { best: hills[0] as FitResult, hills, problem, starts: found.length };
}

async function robustFit(problem: FitProblem, from: Minimum, options: FitOptions): Promise<{ problem: FitProblem; minimum: Minimum }> {
  let minimum = from;
  let easier = problem;
  for (let round = 0; round < 3; round++) {
    const sigma = problem.sigma.map((s, r) => {
      const z = Math.abs((problem.observed[r] ?? 0) - (minimum.simulated[r] ?? 0)) / s;
      return z > ROBUST_Z ? s * Math.sqrt(z / ROBUST_Z) : s;
    });
    easier = { ...problem, sigma };
    const next = await levenbergMarquardt(easier, minimum.theta, options);
    minimum = { ...next, iterations: minimum.iterations + next.iterations };
  }
  return { problem: easier, minimum };
}
