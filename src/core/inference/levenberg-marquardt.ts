import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';

/** A parameter of a fit, in the coordinate the fit works in. */
export interface FitParameter {
  readonly id: string;
  readonly priorMean: number;
  readonly priorSd: number;
  readonly low: number;
  readonly high: number;
  /** Step of the finite difference. */
  readonly step: number;
  /** Longest move in one iteration. */
  readonly longestMove: number;
}

export interface FitProblem {
  readonly parameters: readonly FitParameter[];
  readonly observed: Float64Array;
  /** SD of each observation; Infinity leaves it out. */
  readonly sigma: Float64Array;
  /** Evaluates any number of parameter vectors at once (batches of four are free). */
  readonly simulate: (thetas: readonly Float64Array[]) => Float64Array[];
}

export interface FitOptions {
  readonly iterations: number;
  /** Stop when an iteration lowers the cost by less than this, or than this share of it. */
  readonly tolerance: number;
  readonly relativeTolerance: number;
  /** Asked between iterations; true stops with the best so far. */
  readonly cancelled?: () => boolean;
  /** Awaited after every iteration, so that a caller can let other work run. */
  readonly onIteration?: (iteration: number, cost: number) => void | Promise<void>;
}

export interface FitResult {
  readonly theta: Float64Array;
  /** chi2 + prior term. */
  readonly cost: number;
  readonly chi2: number;
  readonly observations: number;
  readonly iterations: number;
  /** Laplace posterior covariance at theta, row-major. */
  readonly covariance: Float64Array;
  readonly simulated: Float64Array;
}

/** Dampings tried together: one batch of the kernel. */
const DAMPINGS = [1, 0.1, 10, 100];

/**
 * Levenberg-Marquardt with a Gaussian prior: minimises sum ((observed - simulated) / sigma)^2 + sum ((theta - mean) / sd)^2
 * within bounds. Each iteration takes one Jacobian by forward differences and tries several dampings at once.
 */
export async function levenbergMarquardt(problem: FitProblem, start: Float64Array, options: FitOptions): Promise<FitResult> {
  const { parameters } = problem;
  const n = parameters.length;
  let theta = within(parameters, start);
  let simulated = one(problem.simulate([theta]));
  let cost = costOf(problem, theta, simulated);
  let damping = 0.1;
  let iterations = 0;
  for (; iterations < options.iterations; iterations++) {
    if (options.cancelled?.()) break;
    const { hessian, gradient } = normalEquations(problem, theta, simulated);
    const tried = DAMPINGS.map((factor) => {
      const damped = hessian.slice();
      for (let i = 0; i < n; i++) damped[i * n + i] = (damped[i * n + i] as number) * (1 + damping * factor);
      const factorised = cholesky(damped, n);
      if (!factorised) return theta;
      return moved(parameters, theta, choleskySolve(factorised, n, gradient));
    });
    const results = problem.simulate(tried);
    const costs = results.map((result, i) => costOf(problem, tried[i] ?? theta, result));
    let best = 0;
    costs.forEach((c, i) => {
      if (c < (costs[best] ?? Infinity)) best = i;
    });
    const fall = cost - (costs[best] ?? Infinity);
    await options.onIteration?.(iterations + 1, Math.min(cost, costs[best] ?? Infinity));
    if (!(fall > 0)) {
      damping *= 30;
      if (damping > 1e6) break;
      continue;
    }
    theta = tried[best] ?? theta;
    simulated = results[best] ?? simulated;
    cost = costs[best] ?? cost;
    damping = Math.min(1e4, Math.max(1e-7, damping * (DAMPINGS[best] ?? 1) * 0.5));
    if (fall < Math.max(options.tolerance, options.relativeTolerance * cost)) {
      iterations++;
      break;
    }
  }
  const { hessian } = normalEquations(problem, theta, simulated);
  const factor = cholesky(hessian, n);
  if (!factor) throw new Error('The posterior of the fit is not finite: the recording or its noise estimate is unusable.');
  const chi2 = cost - priorCost(parameters, theta);
  const observations = problem.sigma.reduce((sum, sigma) => sum + (Number.isFinite(sigma) ? 1 : 0), 0);
  return { theta, cost, chi2, observations, iterations, covariance: choleskyInverse(factor, n), simulated };
}

function one(results: readonly Float64Array[]): Float64Array {
  const [first] = results;
  if (!first) throw new Error('The simulation returned nothing.');
  return first;
}

function within(parameters: readonly FitParameter[], theta: Float64Array): Float64Array {
  return Float64Array.from(parameters, (p, i) => Math.min(p.high, Math.max(p.low, theta[i] ?? p.priorMean)));
}

function moved(parameters: readonly FitParameter[], theta: Float64Array, move: Float64Array): Float64Array {
  return within(
    parameters,
    Float64Array.from(parameters, (p, i) => (theta[i] ?? 0) + Math.min(p.longestMove, Math.max(-p.longestMove, move[i] ?? 0))),
  );
}

function priorCost(parameters: readonly FitParameter[], theta: Float64Array): number {
  return parameters.reduce((sum, p, i) => sum + (((theta[i] ?? 0) - p.priorMean) / p.priorSd) ** 2, 0);
}

function costOf(problem: FitProblem, theta: Float64Array, simulated: Float64Array): number {
  const { observed, sigma } = problem;
  let chi2 = 0;
  for (let r = 0; r < observed.length; r++) {
    const z = ((observed[r] as number) - (simulated[r] as number)) / (sigma[r] as number);
    chi2 += z * z;
  }
  const cost = chi2 + priorCost(problem.parameters, theta);
  return Number.isFinite(cost) ? cost : Infinity;
}

/** Gauss-Newton Hessian J'J + prior and the downhill gradient. */
function normalEquations(problem: FitProblem, theta: Float64Array, simulated: Float64Array): { hessian: Float64Array; gradient: Float64Array } {
  const { parameters, observed, sigma } = problem;
  const n = parameters.length;
  const m = observed.length;
  const shifted = parameters.map((p, i) => {
    const copy = theta.slice();
    const up = (theta[i] ?? 0) + p.step <= p.high;
    copy[i] = (theta[i] ?? 0) + (up ? p.step : -p.step);
    return copy;
  });
  const results = problem.simulate(shifted);

  const columns = results.map((result, i) => {
    const h = (shifted[i]?.[i] ?? 0) - (theta[i] ?? 0);
    const column = new Float64Array(m);
    for (let r = 0; r < m; r++) column[r] = ((result[r] as number) - (simulated[r] as number)) / (h * (sigma[r] as number));
    return column;
  });
  const residual = new Float64Array(m);
  for (let r = 0; r < m; r++) residual[r] = ((observed[r] as number) - (simulated[r] as number)) / (sigma[r] as number);
  const hessian = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const a = columns[i] as Float64Array;
    const p = parameters[i] as FitParameter;
    for (let j = 0; j <= i; j++) {
      const value = dot(a, columns[j] as Float64Array);
      hessian[i * n + j] = value;
      hessian[j * n + i] = value;
    }
    hessian[i * n + i] = (hessian[i * n + i] as number) + 1 / p.priorSd ** 2;
    gradient[i] = dot(a, residual) - ((theta[i] as number) - p.priorMean) / p.priorSd ** 2;
  }
  return { hessian, gradient };
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
