import { modesOf } from './posterior-modes.ts';
import { laplace, levenbergMarquardt, type FitOptions, type FitProblem, type FitResult, type Minimum } from './levenberg-marquardt.ts';
import { overcounting } from './residual-correlation.ts';
import type { Found, MultiStartOptions } from './search-minima.ts';

/** Result of several starts. */
export interface Search {
  /** The lowest minimum and others that the data hardly distinguish from it, lowest first. */
  readonly modes: readonly [FitResult, ...FitResult[]];
  /** The problem that `modes` belong to: spikes that no parameter explains have less weight in it. */
  readonly problem: FitProblem;
  /** Starts and basin hops that were made. */
  readonly starts: number;
}

/** Residuals beyond this many SDs count linearly in the robust fit: a spike that fires a little late must not shift all parameters. */
const ROBUST_Z = 5;
/** Above this chi2 per observation the best fit is made robust. */
const ROBUST_ABOVE = 1.05;
/** A misfit that counts more than this many times too much is tempered. */
const TEMPERED_ABOVE = 1.3;
/** Number of minima that are fitted again with the tempered cost, in which another may be the lowest. */
const MOST_TEMPERED = 6;

export type TemperOptions = FitOptions & Pick<MultiStartOptions, 'alike'>;

/**
 * Modes of what a search found; of a robust fit where the residual of the lowest minimum exceeds the noise, and of a tempered fit
 * where its misfit outweighs the prior.
 */
export async function temper(problem: FitProblem, found: Found, options: TemperOptions): Promise<Search> {
  const [lowest] = found.minima;
  if (!lowest) throw new Error('The fit had no minimum to look at.');
  const starts = found.minima.length;
  if (lowest.chi2 / lowest.observations > ROBUST_ABOVE && !options.cancelled?.()) {
    const robust = await robustFit(problem, lowest, options);
    const excess = overcounting(robust.problem, robust.minimum);
    if (excess > TEMPERED_ABOVE)
      return {
        ...(await temperedFit(
          robust.problem,
          [robust.minimum, ...followed(found.chains, lowest, options.alike ? 2 * MOST_TEMPERED : MOST_TEMPERED)],
          excess,
          options,
        )),
        starts,
      };
    return { modes: [laplace(robust.problem, robust.minimum)], problem: robust.problem, starts };
  }
  return { modes: modesOf(problem, alike(found.minima, options)), problem, starts };
}

/** The lowest few of every chain, without the lowest of all. */
function followed(chains: readonly (readonly Minimum[])[], lowest: Minimum, most: number): Minimum[] {
  const each = Math.max(1, Math.round(most / chains.length));
  return chains.flatMap((chain) => chain.slice(0, each)).filter((minimum) => minimum !== lowest);
}

/** Lowest first: those with the recorded phenotype, or all where none has it. */
function alike(minima: readonly Minimum[], options: TemperOptions): readonly Minimum[] {
  const does = options.alike?.(minima.map(({ theta }) => theta));
  const some = minima.filter((_, i) => does?.[i] === true);
  return some.length > 0 ? some : minima;
}

/**
 * A model that cannot follow the recording leaves a residual whose neighbours are correlated. If they counted as independent they would
 * outweigh the prior many times: the misfit would drive parameters to its edge, and intervals would shrink around them. So each
 * observation counts as the share of an independent one that it is worth.
 */
async function temperedFit(
  problem: FitProblem,
  found: readonly Minimum[],
  excess: number,
  options: TemperOptions,
): Promise<Pick<Search, 'modes' | 'problem'>> {
  const tempered = { ...problem, sigma: problem.sigma.map((s) => s * Math.sqrt(excess)) };
  const minima: Minimum[] = [];
  for (const { theta } of found) minima.push(await levenbergMarquardt(tempered, theta, options));
  minima.sort((a, b) => a.cost - b.cost);
  return { problem: tempered, modes: modesOf(tempered, alike(minima, options)) };
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
