import type { Random } from '../random/random.ts';
import { cholesky } from '../math/cholesky.ts';
import { inside } from './coordinate.ts';
import { KeptFit } from './kept-fit.ts';
import { levenbergMarquardt, type FitProblem, type FitResult } from './levenberg-marquardt.ts';

export interface Draws {
  readonly kept: readonly Float64Array[];
  /** The first draws, as many as requested, kept or not. */
  readonly first: readonly Float64Array[];
  /** How many were drawn. */
  readonly drawn: number;
}

export interface DrawOptions {
  /** Number of pairs of draws of opposite noise, which reduce the scatter of the mean. */
  readonly pairs: number;
  /** Which of two draws are kept; absent: both. Pairs are drawn until as many are kept as `pairs` asks for, or `most` pairs were drawn. */
  readonly keep?: (draws: readonly Float64Array[]) => readonly boolean[];
  /** Default: `pairs`. */
  readonly most?: number;
  readonly random: Random;
  /** Fit draws by the sensitivities of their mode: hundreds of simulations instead of tens of thousands. Default: measure them. */
  readonly keptSensitivities?: boolean;
  readonly cancelled?: () => boolean;
  /** Awaited after every draw that is kept, so that a caller can let other work run. */
  readonly onDraw?: (draw: number) => void | Promise<void>;
}

const ITERATIONS = 12;
/** A draw's cost is near the number of observations; one fitted by kept sensitivities with so many times as much is fitted on. */
const POOR = 1.5;
const ITERATIONS_AFTER = 4;
const RELATIVE_AFTER = 0.05;
/** A draw need not converge beyond a part of the scatter of its cost. */
const TOLERANCE = 1;

/**
 * Draws from the posterior by fitting again: to the record with noise added once more, under a prior whose centre is a draw from the prior
 * (randomised maximum likelihood; Oliver, He & Reynolds 1996). Exact where the model is linear. Otherwise the draws follow the curved
 * valleys that a Gaussian around the minimum leaves at once. Each fit starts at the solution of the linear model.
 * Where the residual exceeds the noise, the excess widens the draws.
 */
export async function drawPosterior(problem: FitProblem, modes: readonly FitResult[], options: DrawOptions): Promise<Draws> {
  const { random } = options;
  const [best] = modes;
  if (!best) throw new Error('Draws from the posterior: expected at least one minimum, got none.');
  const widening = Math.sqrt(Math.max(1, best.chi2 / best.observations));
  const sigma = problem.sigma.map((s) => s * widening);
  const shares = modeShares(modes);
  const quick = options.keptSensitivities === true ? new Map(modes.map((mode) => [mode, new KeptFit(mode, widening)])) : null;
  const kept: Float64Array[] = [];
  const first: Float64Array[] = [];
  let drawn = 0;
  for (let pair = 0; pair < (options.most ?? options.pairs) && kept.length < 2 * options.pairs; pair++) {
    const mode = modes[pick(shares, random.uniform())] ?? best;
    const noise = Float64Array.from(problem.observed, () => random.normal());
    const centre = Float64Array.from(mode.theta, () => random.normal());
    const move = linearMove(mode, noise, centre, problem.sigma);
    const both: Float64Array[] = [];
    for (const sign of [1, -1]) {
      if (options.cancelled?.() === true) return { kept, first, drawn };
      const noisy: FitProblem = {
        ...problem,
        sigma,
        observed: problem.observed.map((value, r) =>
          Number.isFinite(sigma[r]) ? value + sign * (sigma[r] as number) * (noise[r] as number) : value,
        ),
        centre: centre.map((value) => sign * value),
      };
      const start = mode.theta.map((z, i) => inside(z + sign * (move[i] as number)));
      both.push(await fitted(noisy, start, quick?.get(mode) ?? null));
      if (options.keep === undefined) await options.onDraw?.(kept.length + both.length);
    }
    drawn += both.length;
    first.push(...both.slice(0, 2 * options.pairs - first.length));
    const wanted = options.keep?.(both) ?? [];
    kept.push(...(options.keep === undefined ? both : both.filter((_, i) => wanted[i] === true)));
    if (options.keep !== undefined) await options.onDraw?.(kept.length);
  }
  return { kept: kept.slice(0, 2 * options.pairs), first, drawn };
}

async function fitted(noisy: FitProblem, start: Float64Array, kept: KeptFit | null): Promise<Float64Array> {
  const near = kept?.fit(noisy, start);
  if (!near) return (await levenbergMarquardt(noisy, start, { iterations: ITERATIONS, tolerance: TOLERANCE, relativeTolerance: 0 })).theta;
  const observations = noisy.sigma.reduce((sum, sd) => sum + Number(Number.isFinite(sd)), 0);
  if (near.cost < POOR * observations) return near.theta;
  // Where the model bends too much for the sensitivities of the mode, those of the draw are measured after all.
  const on = { iterations: ITERATIONS_AFTER, tolerance: TOLERANCE, relativeTolerance: RELATIVE_AFTER };
  return (await levenbergMarquardt(noisy, near.theta, on)).theta;
}

/** covariance (J' noise + centre): the shift of the minimum of a linear model by noise and centre. */
function linearMove(mode: FitResult, noise: Float64Array, centre: Float64Array, sigma: Float64Array): Float64Array {
  const n = mode.theta.length;
  const pull = mode.jacobian.map((column, j) => {
    let sum = centre[j] as number;
    for (let r = 0; r < noise.length; r++) if (Number.isFinite(sigma[r])) sum += (column[r] as number) * (noise[r] as number);
    return sum;
  });
  return Float64Array.from({ length: n }, (_, i) =>
    pull.reduce((sum, value, j) => sum + (mode.covariance[i * n + j] as number) * value, 0),
  );
}

/** Mass under each mode, exp(-cost / 2) sqrt(|C|), as shares. */
export function modeShares(modes: readonly Pick<FitResult, 'theta' | 'cost' | 'covariance'>[]): number[] {
  const logs = modes.map(({ theta, cost, covariance }) => {
    const factor = cholesky(covariance, theta.length);
    let log = -cost / 2;
    for (let i = 0; i < theta.length; i++) log += Math.log(factor?.[i * theta.length + i] ?? 0);
    return log;
  });
  const most = Math.max(...logs);
  const parts = logs.map((log) => Math.exp(log - most));
  const total = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / total);
}

function pick(shares: readonly number[], uniform: number): number {
  let left = uniform;
  const at = shares.findIndex((share) => (left -= share) < 0);
  return at < 0 ? 0 : at;
}
