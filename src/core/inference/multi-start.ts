import { levenbergMarquardt, type FitOptions, type FitProblem, type FitResult } from './levenberg-marquardt.ts';

export interface MultiStartOptions extends FitOptions {
  /** Starts at least and at most; it ends early when a second start has found the best minimum again. */
  readonly fewest: number;
  readonly most: number;
  /** SDs of a first, blunter fit: a sharp cost has more minima to get lost in. Null: none. */
  readonly bluntSigma: Float64Array | null;
  readonly onStart?: (start: number) => void;
}

/** Two minima whose costs differ by less are one. */
const SAME_COST = 2;
/** Residuals beyond this many SDs count linearly in the robust fit: a spike that fires a little late must not bend all parameters. */
const ROBUST_Z = 5;
/** Above this chi2 per observation the best fit is made robust. */
const ROBUST_ABOVE = 1.05;
/** Costs are uncertain by the solver's own errors: minima are weighed by exp(-difference / (2 x this)). */
const TEMPERATURE = 4;

/**
 * Levenberg-Marquardt from several starts. The covariance returned is that of the best minimum and, weighed by their
 * costs, of the others around it: a posterior with several hills is wider than its highest one.
 */
export async function multiStart(problem: FitProblem, starts: Iterable<Float64Array>, options: MultiStartOptions): Promise<FitResult> {
  const found: FitResult[] = [];
  for (const start of starts) {
    options.onStart?.(found.length);
    let theta = start;
    if (options.bluntSigma) {
      const blunt = await levenbergMarquardt({ ...problem, sigma: options.bluntSigma }, theta, options);
      theta = blunt.theta;
    }
    found.push(await levenbergMarquardt(problem, theta, options));
    if (options.cancelled?.() || found.length >= options.most) break;
    const costs = found.map((fit) => fit.cost).sort((a, b) => a - b);
    if (found.length >= options.fewest && (costs[1] ?? Infinity) - (costs[0] ?? 0) < SAME_COST) break;
  }
  let best = found.reduce((a, b) => (b.cost < a.cost ? b : a));
  if (best.chi2 / best.observations > ROBUST_ABOVE && !options.cancelled?.()) best = await robust(problem, best, options);
  return { ...best, covariance: spread(found, best) };
}

async function robust(problem: FitProblem, from: FitResult, options: FitOptions): Promise<FitResult> {
  let fit = from;
  for (let round = 0; round < 3; round++) {
    const sigma = problem.sigma.map((s, r) => {
      const z = Math.abs((problem.observed[r] ?? 0) - (fit.simulated[r] ?? 0)) / s;
      return z > ROBUST_Z ? s * Math.sqrt(z / ROBUST_Z) : s;
    });
    const next = await levenbergMarquardt({ ...problem, sigma }, fit.theta, options);
    fit = { ...next, iterations: fit.iterations + next.iterations };
  }
  return fit;
}

function spread(found: readonly FitResult[], best: FitResult): Float64Array {
  const n = best.theta.length;
  const lowest = Math.min(...found.map((fit) => fit.cost));
  const weights = found.map((fit) => Math.exp(-(fit.cost - lowest) / (2 * TEMPERATURE)));
  const total = weights.reduce((a, b) => a + b, 0);
  // What the fit leaves above the noise is error the model makes: it widens the answer.
  const inflation = Math.max(1, best.chi2 / best.observations);
  const covariance = best.covariance.map((value) => value * inflation);
  found.forEach((fit, k) => {
    const weight = (weights[k] ?? 0) / total;
    if (weight < 1e-3) return;
    for (let i = 0; i < n; i++) {
      const di = (fit.theta[i] ?? 0) - (best.theta[i] ?? 0);
      for (let j = 0; j < n; j++) covariance[i * n + j] = (covariance[i * n + j] ?? 0) + weight * di * ((fit.theta[j] ?? 0) - (best.theta[j] ?? 0));
    }
  });
  return covariance;
}
