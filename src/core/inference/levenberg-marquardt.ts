import { inside } from './coordinate.ts';
import type { FitParameter } from './fit-parameter.ts';
import { gram } from '../math/gram.ts';
import { cholesky, choleskyInverse, choleskySolve } from '../math/cholesky.ts';
import { sensitivities } from './sensitivities.ts';

export type { FitParameter } from './fit-parameter.ts';

export interface FitProblem {
  readonly parameters: readonly FitParameter[];
  readonly observed: Float64Array;
  /** SD of each observation; Infinity leaves it out. */
  readonly sigma: Float64Array;
  /** Where the prior of z is centred; absent: at 0. */
  readonly centre?: Float64Array;
  /** Precision of the prior of z, row-major; absent: the identity. */
  readonly precision?: Float64Array;
  /** Evaluates any number of parameter vectors at once (four cost no more than one). */
  readonly simulate: (thetas: readonly Float64Array[]) => Float64Array[];
  /** d simulated / d z, one column a parameter, by another way than differences of `simulate`; see `sensitivities`. */
  readonly sensitivities?: (theta: Float64Array, simulated: Float64Array, central: boolean) => readonly Float64Array[];
}

export interface FitOptions {
  readonly iterations: number;
  /** Stop when an iteration lowers the cost by less than this, or than this share of it. */
  readonly tolerance: number;
  readonly relativeTolerance: number;
  /**
   * Central differences: twice the simulations per iteration, but far fewer iterations along the narrow valleys of recordings with almost
   * no noise.
   */
  readonly central?: boolean;
  /** Called between iterations; true stops with the best so far. */
  readonly cancelled?: () => boolean;
  /** Awaited after every iteration, so that a caller can let other work run. */
  readonly onIteration?: (iteration: number, cost: number) => void | Promise<void>;
}

/** Result of a fit. */
export interface Minimum {
  /** Coordinates z of the parameters. */
  readonly theta: Float64Array;
  /** chi2 + |z|^2. */
  readonly cost: number;
  readonly chi2: number;
  readonly observations: number;
  readonly iterations: number;
  readonly simulated: Float64Array;
}

/** A minimum with the Gaussian posterior of Laplace's approximation. */
export interface FitResult extends Minimum {
  /** Covariance of z, row-major. */
  readonly covariance: Float64Array;
  /** d (simulated / sigma) / d z, one column a parameter. */
  readonly jacobian: readonly Float64Array[];
}

/** Share of a step at which its curvature is measured. */
const PROBE = 0.1;
/** A curvature term longer than this share of the step shows that the step is too long. */
const MOST_BENT = 1.5;

/** Dampings tried together: one batch of the kernel. */
const DAMPINGS = [1, 0.1, 10, 100];

/**
 * Levenberg-Marquardt with a Gaussian prior: minimises sum ((observed - simulated) / sigma)^2 + |z|^2. Each iteration takes one Jacobian by
 * forward differences and tries several dampings at once. The damping is the same for every z, whose scales the prior has made alike:
 * Marquardt's damping by the diagonal would damp just the combinations that the data leave open.
 */
export async function levenbergMarquardt(problem: FitProblem, start: Float64Array, options: FitOptions): Promise<Minimum> {
  let theta: Float64Array = start.map(inside);
  let simulated = one(problem.simulate([theta]));
  let cost = costOf(problem, theta, simulated);
  let damping = 10;
  let iterations = 0;
  for (; iterations < options.iterations; iterations++) {
    if (options.cancelled?.()) break;
    const tried = candidates(problem, theta, simulated, damping, options.central === true);
    const results = problem.simulate(tried.map((c) => c.theta));
    const costs = results.map((result, i) => costOf(problem, tried[i]?.theta ?? theta, result));
    let best = 0;
    costs.forEach((c, i) => {
      if (c < (costs[best] ?? Infinity)) best = i;
    });
    const fall = cost - (costs[best] ?? Infinity);
    await options.onIteration?.(iterations + 1, Math.min(cost, costs[best] ?? Infinity));
    if (!(fall > 0)) {
      damping *= 30;
      if (damping > 1e9) break;
      continue;
    }
    theta = tried[best]?.theta ?? theta;
    simulated = results[best] ?? simulated;
    cost = costs[best] ?? cost;
    damping = Math.min(1e8, Math.max(1e-3, damping * (tried[best]?.factor ?? 1) * 0.5));
    if (fall < Math.max(options.tolerance, options.relativeTolerance * cost)) {
      iterations++;
      break;
    }
  }
  const chi2 = cost - priorCost(problem, theta);
  const observations = problem.sigma.reduce((sum, sigma) => sum + (Number.isFinite(sigma) ? 1 : 0), 0);
  return { theta, cost, chi2, observations, iterations, simulated };
}

/** @throws Error where the posterior is not finite */
export function laplace(problem: FitProblem, minimum: Minimum): FitResult {
  return gaussian(minimum, normalEquations(problem, minimum.theta, minimum.simulated, true).columns, problem.precision);
}

/** The same from sensitivities that are known. @param columns d simulated / d z, one a parameter */
export function laplaceFrom({ sigma, precision }: FitProblem, minimum: Minimum, columns: readonly Float64Array[]): FitResult {
  return gaussian(
    minimum,
    columns.map((column) => column.map((value, r) => value / (sigma[r] as number))),
    precision,
  );
}

function gaussian(minimum: Minimum, jacobian: readonly Float64Array[], precision: Float64Array | undefined): FitResult {
  const n = minimum.theta.length;
  const factor = cholesky(hessianOf(jacobian, precision), n);
  if (!factor) throw new Error('The posterior of the fit is not finite: the recording or its noise estimate is unusable.');
  return { ...minimum, covariance: choleskyInverse(factor, n), jacobian };
}

/** J'J and the prior's. */
function hessianOf(columns: readonly Float64Array[], precision: Float64Array | undefined): Float64Array {
  const n = columns.length;
  const hessian = gram(columns);
  for (let i = 0; i < n; i++) {
    if (precision === undefined) hessian[i * n + i] = (hessian[i * n + i] as number) + 1;
    else for (let j = 0; j < n; j++) hessian[i * n + j] = (hessian[i * n + j] as number) + (precision[i * n + j] as number);
  }
  return hessian;
}

function one(results: readonly Float64Array[]): Float64Array {
  const [first] = results;
  if (!first) throw new Error('The simulation returned nothing.');
  return first;
}

interface Candidate {
  readonly theta: Float64Array;
  /** Of the damping. */
  readonly factor: number;
}

/**
 * Steps for several dampings, each with and without curvature term: a fit of this many parameters walks along curved valleys, which a
 * straight step leaves at once. The curvature term is the geodesic acceleration of Transtrum & Sethna 2012 (arXiv 1201.5885), from one more
 * simulation per step.
 */
function candidates(problem: FitProblem, theta: Float64Array, simulated: Float64Array, damping: number, central: boolean): Candidate[] {
  const n = theta.length;
  const { hessian, gradient, columns } = normalEquations(problem, theta, simulated, central);
  const straight = DAMPINGS.flatMap((factor) => {
    const damped = hessian.slice();
    for (let i = 0; i < n; i++) damped[i * n + i] = (damped[i * n + i] as number) + damping * factor;
    const factorised = cholesky(damped, n);
    if (!factorised) return [];
    return [{ factor, factorised, move: shortened(problem.parameters, choleskySolve(factorised, n, gradient)) }];
  });
  const probes = problem.simulate(straight.map(({ move }) => added(theta, move, PROBE)));
  return straight.flatMap(({ factor, factorised, move }, k) => {
    const plain = { theta: added(theta, move, 1), factor };
    const probe = probes[k];
    if (!probe) return [plain];
    const bend = bendOf(problem, simulated, probe, columns, move);
    const pull = columns.map((column) => -dot(column, bend));
    const acceleration = choleskySolve(factorised, n, pull);
    if (!(length(acceleration) < MOST_BENT * length(move))) return [plain];
    return [plain, { theta: added(plain.theta, acceleration, 0.5), factor }];
  });
}

/** Second derivative of simulated / sigma along a move. */
function bendOf(
  { sigma }: FitProblem,
  simulated: Float64Array,
  probe: Float64Array,
  columns: readonly Float64Array[],
  move: Float64Array,
): Float64Array {
  const bend = new Float64Array(simulated.length);
  columns.forEach((column, i) => {
    const share = move[i] as number;
    for (let r = 0; r < bend.length; r++) bend[r] = (bend[r] as number) - share * (column[r] as number);
  });
  for (let r = 0; r < bend.length; r++) {
    const change = ((probe[r] as number) - (simulated[r] as number)) / (PROBE * (sigma[r] as number));
    bend[r] = (2 / PROBE) * (change + (bend[r] as number));
  }
  return bend;
}

/** Limits the move of each parameter; the others keep theirs. */
function shortened(parameters: readonly FitParameter[], move: Float64Array): Float64Array {
  return move.map((value, i) => Math.min(parameters[i]?.longestMove ?? 0, Math.max(-(parameters[i]?.longestMove ?? 0), value)));
}

function added(theta: Float64Array, move: Float64Array, times: number): Float64Array {
  return theta.map((z, i) => inside(z + times * (move[i] as number)));
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** What the prior pulls by: its precision times the distance from its centre. */
export function priorPull({ centre, precision }: Pick<FitProblem, 'centre' | 'precision'>, theta: Float64Array): Float64Array {
  const off = centre === undefined ? theta : theta.map((z, i) => z - (centre[i] ?? NaN));
  if (precision === undefined) return off;
  const n = theta.length;
  return theta.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (precision[i * n + j] as number) * (off[j] as number);
    return sum;
  });
}

function priorCost(problem: Pick<FitProblem, 'centre' | 'precision'>, theta: Float64Array): number {
  const pull = priorPull(problem, theta);
  let sum = 0;
  for (let i = 0; i < theta.length; i++) sum += (pull[i] as number) * ((theta[i] as number) - (problem.centre?.[i] ?? 0));
  return sum;
}

/** chi2 + |z|^2 of a simulated record; Infinity where it is not finite. */
export function costOf(
  problem: Pick<FitProblem, 'observed' | 'sigma' | 'centre' | 'precision'>,
  theta: Float64Array,
  simulated: Float64Array,
): number {
  const { observed, sigma } = problem;
  let chi2 = 0;
  for (let r = 0; r < observed.length; r++) {
    const z = ((observed[r] as number) - (simulated[r] as number)) / (sigma[r] as number);
    chi2 += z * z;
  }
  const cost = chi2 + priorCost(problem, theta);
  return Number.isFinite(cost) ? cost : Infinity;
}

interface NormalEquations {
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  readonly columns: readonly Float64Array[];
}

/**
 * Gauss-Newton Hessian J'J + the prior's and the downhill gradient.
 * @param central differences to both sides: a covariance depends on small differences between the columns of J, a step does not
 */
function normalEquations(problem: FitProblem, theta: Float64Array, simulated: Float64Array, central = false): NormalEquations {
  const { parameters, observed, sigma, precision } = problem;
  const n = parameters.length;
  const weight = sigma.map((sd) => 1 / sd);
  const columns =
    problem.sensitivities?.(theta, simulated, central).map((column) => column.map((value, r) => (weight[r] as number) * value)) ??
    sensitivities(parameters, problem.simulate, theta, simulated, central, weight);
  const residual = observed.map((value, r) => (weight[r] as number) * (value - (simulated[r] as number)));
  const pull = precision === undefined ? null : priorPull(problem, theta);
  const gradient = Float64Array.from({ length: n }, (_, i) => {
    const slope = dot(columns[i] as Float64Array, residual);
    // In this order of sums: twins of simulated cells are held to the last bit.
    return pull === null ? slope - (theta[i] as number) + (problem.centre?.[i] ?? 0) : slope - (pull[i] as number);
  });
  return { hessian: hessianOf(columns, precision), gradient, columns };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum0 = 0;
  let sum1 = 0;
  const even = a.length & ~1;
  for (let i = 0; i < even; i += 2) {
    sum0 += (a[i] as number) * (b[i] as number);
    sum1 += (a[i + 1] as number) * (b[i + 1] as number);
  }
  if (even < a.length) sum0 += (a[even] as number) * (b[even] as number);
  return sum0 + sum1;
}
