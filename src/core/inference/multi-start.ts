import type { Random } from '../random/random.ts';
import { cholesky } from '../math/cholesky.ts';
import { overcounting } from './residual-correlation.ts';
import { laplace, levenbergMarquardt, type FitOptions, type FitProblem, type FitResult, type Minimum } from './levenberg-marquardt.ts';

export interface MultiStartOptions extends FitOptions {
  /** Starts at least and at most; it ends early when a second start has found the best minimum again. */
  readonly fewest: number;
  readonly most: number;
  /**
   * Factors of sigma of the fits that come before the real one of a start, the largest first. Where every residual counts less the cost has fewer minima to get
   * lost in (docs/adr/0010).
   */
  readonly blunting: (start: number) => readonly number[];
  /** Hops from the lowest minimum found, after the starts; absent: none. */
  readonly hops?: HopOptions;
  /** Which cells do what the recorded one was seen to do when it was let go. Minima that do come first, and where there are some only these are hills. Absent: all do. */
  readonly alike?: (thetas: readonly Float64Array[]) => readonly boolean[];
  /** Told before every start and hop how many came before. */
  readonly onStart?: (start: number) => void;
  /** Awaited after every start and hop that has converged, with the lowest minimum so far. */
  readonly onFound?: (lowest: Minimum, fits: number) => void | Promise<void>;
}

export interface HopOptions {
  readonly most: number;
  /** Hops in a row that find nothing lower after which it ends. */
  readonly patience: number;
  /** So many of the lowest minima are hopped from, each by itself and as often as is said above: one chain may end where another never comes. */
  readonly chains: number;
  readonly random: Random;
}

/** What several starts have found. */
export interface Search {
  /** The lowest minimum and others that the data hardly tell from it, lowest first. */
  readonly hills: readonly [FitResult, ...FitResult[]];
  /** The problem that `hills` belong to: spikes that no parameter explains count less in it. */
  readonly problem: FitProblem;
  /** Starts and hops that were made. */
  readonly starts: number;
}

const BLUNT_ITERATIONS = 12;
const BLUNT_TOLERANCE = 1e-3;
/** A hop is drawn from the posterior that a record of so many times the noise would leave. */
const HOP_BLUNTING = 3.2;
const HOP_ITERATIONS = 40;
/** A hop further out would end on an edge of the prior, where nothing moves. */
const FURTHEST_HOP = 2.5;
/** A cost that is lower by less is no gain. */
const SAME_COST = 2;
/** Two minima are on one hill of the posterior when the quadratic around one of them is no higher than this at the other. */
const SAME_HILL = 12;
/** A minimum whose cost is higher by more holds less than one part in a thousand of the posterior. */
const OUT_OF_REACH = 14;
/** Residuals beyond this many SDs count linearly in the robust fit: a spike that fires a little late must not bend all parameters. */
const ROBUST_Z = 5;
/** Above this chi2 per observation the best fit is made robust. */
const ROBUST_ABOVE = 1.05;
/** A misfit that counts more than so many times too much is tempered. */
const TEMPERED_ABOVE = 1.3;
/** Minima that are followed to those of the tempered cost, in which others may be the lowest. */
const MOST_TEMPERED = 6;

/** Levenberg-Marquardt from several starts. @throws Error where the posterior at a minimum is not finite */
export async function multiStart(problem: FitProblem, starts: Iterable<Float64Array>, options: MultiStartOptions): Promise<Search> {
  const found: Minimum[] = [];
  for (const start of starts) {
    options.onStart?.(found.length);
    let theta = start;
    for (const factor of options.blunting(found.length)) {
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
  const chains = found.slice(0, Math.max(1, options.hops?.chains ?? 1)).map((first) => [first]);
  if (options.hops) {
    let fits = found.length;
    const lowest = (): Minimum => chains.map(([first]) => first as Minimum).reduce((a, b) => (b.cost < a.cost ? b : a));
    for (const chain of chains) fits = await hop(problem, chain, { ...options, onFound: (_, count) => options.onFound?.(lowest(), count) }, options.hops, fits);
    found.splice(0, found.length, ...new Set([...chains.flat(), ...found]));
    found.sort((a, b) => a.cost - b.cost);
  }
  const [lowest] = found;
  if (!lowest) throw new Error('The fit had no point to start from.');
  if (lowest.chi2 / lowest.observations > ROBUST_ABOVE && !options.cancelled?.()) {
    const robust = await robustFit(problem, lowest, options);
    const excess = overcounting(robust.problem, robust.minimum);
    if (excess > TEMPERED_ABOVE) return { ...(await temperedFit(robust.problem, [robust.minimum, ...followed(chains, lowest, options.alike ? 2 * MOST_TEMPERED : MOST_TEMPERED)], excess, options)), starts: found.length };
    return { hills: [laplace(robust.problem, robust.minimum)], problem: robust.problem, starts: found.length };
  }
  return { hills: hillsOf(problem, alike(found, options)), problem, starts: found.length };
}

/** The lowest few of every chain, but for the lowest of all. */
function followed(chains: readonly (readonly Minimum[])[], lowest: Minimum, most: number): Minimum[] {
  const each = Math.max(1, Math.round(most / chains.length));
  return chains.flatMap((chain) => chain.slice(0, each)).filter((minimum) => minimum !== lowest);
}

/** Lowest first: those that do what was seen, or all where none does. */
function alike(minima: readonly Minimum[], options: MultiStartOptions): readonly Minimum[] {
  const does = options.alike?.(minima.map(({ theta }) => theta));
  const some = minima.filter((_, i) => does?.[i] === true);
  return some.length > 0 ? some : minima;
}

function hillsOf(problem: FitProblem, found: readonly Minimum[]): [FitResult, ...FitResult[]] {
  const [lowest] = found;
  if (!lowest) throw new Error('The fit had no minimum to draw around.');
  const hills: [FitResult, ...FitResult[]] = [laplace(problem, lowest)];
  for (const minimum of found) {
    if (minimum.cost - lowest.cost < OUT_OF_REACH && hills.every((hill) => distance(hill, minimum) > SAME_HILL)) hills.push(laplace(problem, minimum));
  }
  return hills;
}

/**
 * A model that cannot follow the recording leaves a residual whose neighbours agree. Taken for independent they would outvote the prior many times over: parameters run to
 * its edge for a misfit, and intervals shrink around them. So each observation counts by the share of an independent one that it is.
 */
async function temperedFit(problem: FitProblem, found: readonly Minimum[], excess: number, options: MultiStartOptions): Promise<Pick<Search, 'hills' | 'problem'>> {
  const tempered = { ...problem, sigma: problem.sigma.map((s) => s * Math.sqrt(excess)) };
  const minima: Minimum[] = [];
  for (const { theta } of found) minima.push(await levenbergMarquardt(tempered, theta, options));
  minima.sort((a, b) => a.cost - b.cost);
  return { problem: tempered, hills: hillsOf(tempered, alike(minima, options)) };
}

/** Cost that the quadratic around a hill's minimum would have at the other one. */
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

/**
 * Basin hopping (Wales & Doye 1997, doi:10.1021/jp970984n): from the lowest minimum a random move along what a blunter record would leave open, a fit from there, and
 * on from the lower of the two; `found` gathers what was reached, lowest first. The cost has many minima some tens apart, which starts from far off reach by luck; a few hops find the lowest.
 */
async function hop(problem: FitProblem, found: Minimum[], options: MultiStartOptions, { most, patience, random }: HopOptions, before: number): Promise<number> {
  const blunted = { ...problem, sigma: problem.sigma.map((sigma) => sigma * HOP_BLUNTING) };
  let of: Minimum | null = null;
  let factor: Float64Array = new Float64Array(0);
  let vain = 0;
  for (let hops = 0; hops < most && vain < patience; hops++) {
    const [from] = found;
    if (!from || options.cancelled?.()) break;
    options.onStart?.(before + hops);
    if (of !== from) {
      factor = factorOf(laplace(blunted, from));
      of = from;
    }
    const reached = await levenbergMarquardt(problem, moved(from.theta, factor, random), { ...options, iterations: Math.min(HOP_ITERATIONS, options.iterations) });
    vain = from.cost - reached.cost > SAME_COST ? 0 : vain + 1;
    found.push(reached);
    found.sort((a, b) => a.cost - b.cost);
    if (options.cancelled?.() !== true) await options.onFound?.(found[0] as Minimum, before + hops + 1);
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
    return Math.min(FURTHEST_HOP, Math.max(-FURTHEST_HOP, sum));
  });
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
