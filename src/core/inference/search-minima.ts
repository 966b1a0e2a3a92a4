import type { Random } from '../random/random.ts';
import { cholesky } from '../math/cholesky.ts';
import { laplace, levenbergMarquardt, type FitOptions, type FitProblem, type FitResult, type Minimum } from './levenberg-marquardt.ts';

export interface MultiStartOptions extends FitOptions {
  /** Fewest and most starts; the search ends early when a second start has found the best minimum again. */
  readonly fewest: number;
  readonly most: number;
  /**
   * Factors on sigma of the fits before the final one of a start, the largest first. Where every residual counts less the cost has fewer
   * local minima (docs/adr/0010).
   */
  readonly noiseInflation: (start: number) => readonly number[];
  /** Basin hops from the lowest minimum found, after the starts; absent: none. */
  readonly basinHops?: BasinHopOptions;
  /**
   * Whether a cell has the phenotype that was recorded without clamp. Minima that have it come first, and where there are some
   * only these are modes. Absent: all have it.
   */
  readonly alike?: (thetas: readonly Float64Array[]) => readonly boolean[];
  /** Called before every start and basin hop with the number of those before. */
  readonly onStart?: (start: number) => void;
  /** Awaited after every start and basin hop that has converged, with the lowest minimum so far. */
  readonly onFound?: (lowest: Minimum, fits: number) => void | Promise<void>;
}

export interface BasinHopOptions {
  readonly most: number;
  /** The search ends after this many basin hops in a row without a lower minimum. */
  readonly patience: number;
  /**
   * Number of the lowest minima that each start a chain of basin hops of the length above: one chain may end where another
   * never comes.
   */
  readonly chains: number;
  readonly random: Random;
}

/** Minima of starts and basin hops. */
export interface Found {
  /** Lowest first; one for each start and basin hop. */
  readonly minima: readonly Minimum[];
  /** Minima of each chain, lowest first. */
  readonly chains: readonly (readonly Minimum[])[];
}

const INFLATED_ITERATIONS = 12;
const INFLATED_TOLERANCE = 1e-3;
/** A basin hop is drawn from the posterior of a record with this many times the noise. */
const BASIN_HOP_NOISE_INFLATION = 3.2;
const BASIN_HOP_ITERATIONS = 40;
/** A basin hop further out would end on an edge of the prior, where nothing moves. */
const FURTHEST_BASIN_HOP = 2.5;
/** Smallest decrease of the cost that counts. */
const SAME_COST = 2;
/**
 * Levenberg-Marquardt from several starts, then basin hops. @throws Error without a start, and where the posterior at a minimum is not
 * finite
 */
export async function searchMinima(problem: FitProblem, starts: Iterable<Float64Array>, options: MultiStartOptions): Promise<Found> {
  const found: Minimum[] = [];
  for (const start of starts) {
    options.onStart?.(found.length);
    let theta = start;
    for (const factor of options.noiseInflation(found.length)) {
      const inflated = { ...problem, sigma: problem.sigma.map((sigma) => sigma * factor) };
      theta = (
        await levenbergMarquardt(inflated, theta, { ...options, iterations: INFLATED_ITERATIONS, relativeTolerance: INFLATED_TOLERANCE })
      ).theta;
    }
    found.push(await levenbergMarquardt(problem, theta, options));
    found.sort((a, b) => a.cost - b.cost);
    if (options.cancelled?.()) break;
    await options.onFound?.(found[0] as Minimum, found.length);
    if (found.length >= options.most) break;
    if (found.length >= options.fewest && (found[1]?.cost ?? Infinity) - (found[0]?.cost ?? 0) < SAME_COST) break;
  }
  const chains = found.slice(0, Math.max(1, options.basinHops?.chains ?? 1)).map((first) => [first]);
  if (options.basinHops) {
    let fits = found.length;
    const lowest = (): Minimum => chains.map(([first]) => first as Minimum).reduce((a, b) => (b.cost < a.cost ? b : a));
    for (const chain of chains)
      fits = await basinHop(
        problem,
        chain,
        { ...options, onFound: (_, count) => options.onFound?.(lowest(), count) },
        options.basinHops,
        fits,
      );
    found.splice(0, found.length, ...new Set([...chains.flat(), ...found]));
    found.sort((a, b) => a.cost - b.cost);
  }
  if (found.length === 0) throw new Error('The fit had no point to start from.');
  return { minima: found, chains };
}

/**
 * Basin hopping (Wales & Doye 1997, doi:10.1021/jp970984n): from the lowest minimum a random move along the directions that a noisier
 * record would leave open, a fit from there, and on from the lower of the two; `found` collects the minima, lowest first. The cost has
 * many minima some tens apart, which distant starts reach only by chance; a few basin hops find the lowest.
 */
async function basinHop(
  problem: FitProblem,
  found: Minimum[],
  options: MultiStartOptions,
  { most, patience, random }: BasinHopOptions,
  before: number,
): Promise<number> {
  const inflated = { ...problem, sigma: problem.sigma.map((sigma) => sigma * BASIN_HOP_NOISE_INFLATION) };
  let of: Minimum | null = null;
  let factor: Float64Array = new Float64Array(0);
  let vain = 0;
  for (let basinHops = 0; basinHops < most && vain < patience; basinHops++) {
    const [from] = found;
    if (!from || options.cancelled?.()) break;
    options.onStart?.(before + basinHops);
    if (of !== from) {
      factor = factorOf(laplace(inflated, from));
      of = from;
    }
    const reached = await levenbergMarquardt(problem, moved(from.theta, factor, random), {
      ...options,
      iterations: Math.min(BASIN_HOP_ITERATIONS, options.iterations),
    });
    vain = from.cost - reached.cost > SAME_COST ? 0 : vain + 1;
    found.push(reached);
    found.sort((a, b) => a.cost - b.cost);
    if (options.cancelled?.() !== true) await options.onFound?.(found[0] as Minimum, before + basinHops + 1);
  }
  return before + found.length - 1;
}

function factorOf({ theta, covariance }: FitResult): Float64Array {
  const factor = cholesky(covariance, theta.length);
  if (!factor) throw new Error('The posterior of the fit is not finite: the recording or its noise estimate is unusable.');
  return factor;
}

function moved(theta: Float64Array, factor: Float64Array, random: Random): Float64Array {
  const n = theta.length;
  const chance = Float64Array.from(theta, () => random.normal());
  return theta.map((z, i) => {
    let sum = z;
    for (let j = 0; j <= i; j++) sum += (factor[i * n + j] as number) * (chance[j] as number);
    return Math.min(FURTHEST_BASIN_HOP, Math.max(-FURTHEST_BASIN_HOP, sum));
  });
}
