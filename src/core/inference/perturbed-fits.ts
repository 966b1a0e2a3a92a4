import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';
import type { Random } from '../random/random.ts';
import { inside } from './coordinate.ts';
import { costOf, priorPull, type FitProblem, type FitResult } from './levenberg-marquardt.ts';

/** A draw from a posterior. */
export interface PerturbedFit {
  readonly theta: Float64Array;
  readonly simulated: Float64Array;
  /** Of the problem with the draw's own noise; Infinity where nothing could be simulated. */
  readonly cost: number;
}

export interface PerturbedFitOptions {
  /** Draws come in pairs of opposite noise. */
  readonly pairs: number;
  /** Null: no noise, so that both of a pair are the minimum itself. */
  readonly random: Random | null;
  /** Observations from here on bend: their sensitivities follow each draw. */
  readonly bendFrom: number;
  readonly cancelled?: () => boolean;
  /** Awaited after every round of simulations. */
  readonly onRound?: (round: number, rounds: number) => void | Promise<void>;
}

const ROUNDS = 8;
/** Shares of a step that are tried together. */
const SHARES = [1, 0.4, 0.15, 0.05];

interface Draw {
  readonly problem: Pick<FitProblem, 'observed' | 'sigma' | 'centre' | 'precision'>;
  theta: Float64Array;
  simulated: Float64Array;
  cost: number;
  /** Of the bending observations, each divided by its SD: one column a parameter. */
  bending: readonly Float64Array[];
}

/**
 * Draws from a posterior by fitting again to observations with noise added once more, under a prior moved by a draw from itself (randomised
 * maximum likelihood; Oliver, He & Reynolds 1996), all at once and by few simulations: sensitivities are those of the minimum, but for
 * observations that bend, which follow what each draw's own moves show (Broyden 1965, doi:10.1090/S0025-5718-1965-0198670-6).
 * @param minimum of the problem, with its sensitivities
 */
export async function perturbedFits(
  problem: FitProblem,
  minimum: FitResult,
  { pairs, random, bendFrom, cancelled, onRound }: PerturbedFitOptions,
): Promise<readonly PerturbedFit[]> {
  const { jacobian } = minimum;
  const n = minimum.theta.length;
  const stiff = gram(jacobian.map((column) => column.slice(0, bendFrom)));
  addPrior(stiff, problem.precision, n);
  const draws = perturbed(problem, minimum, pairs, random, bendFrom);
  for (let round = 0; round < ROUNDS && cancelled?.() !== true; round++) {
    const steps = draws.map((draw) => stepOf(draw, jacobian, stiff, bendFrom));
    simulate(
      problem,
      draws,
      draws.map(({ theta }, k) => SHARES.map((share) => theta.map((z, i) => inside(z + share * (steps[k]?.[i] ?? 0))))),
      bendFrom,
    );
    await onRound?.(round + 1, ROUNDS);
  }
  return draws.map(({ theta, simulated, cost }) => ({ theta, simulated, cost }));
}

function addPrior(hessian: Float64Array, precision: Float64Array | undefined, n: number): void {
  for (let i = 0; i < n * n; i++) hessian[i] = (hessian[i] as number) + (precision?.[i] ?? (i % (n + 1) === 0 ? 1 : 0));
}

/** Problems with noise of their own, each at the minimum without it. */
function perturbed(problem: FitProblem, result: FitResult, pairs: number, random: Random | null, bendFrom: number): Draw[] {
  const { observed, sigma, precision } = problem;
  const { theta, simulated, jacobian } = result;
  const n = theta.length;
  const factor = precision === undefined ? null : cholesky(precision, n);
  return Array.from({ length: pairs }, () => {
    const noise = Float64Array.from(observed, () => random?.normal() ?? 0);
    const chance = Float64Array.from(theta, () => random?.normal() ?? 0);
    // What the prior's own draw pulls by: L chance, of precision L L'.
    const pull = factor === null ? chance : theta.map((_, i) => lowerRow(factor, chance, i, n));
    const centreMove = factor === null ? chance : choleskySolve(factor, n, pull);
    return [1, -1].map((sign): Draw => {
      const own = {
        observed: observed.map((value, r) =>
          Number.isFinite(sigma[r]) ? value + sign * (sigma[r] as number) * (noise[r] as number) : value,
        ),
        sigma,
        centre: centreMove.map((z, i) => sign * z + (problem.centre?.[i] ?? 0)),
        ...(precision === undefined ? {} : { precision }),
      };
      const cost = costOf(own, theta, simulated);
      return { problem: own, theta, simulated, cost, bending: jacobian.map((column) => column.slice(bendFrom)) };
    });
  }).flat();
}

function lowerRow(factor: Float64Array, by: Float64Array, i: number, n: number): number {
  let sum = 0;
  for (let j = 0; j <= i; j++) sum += (factor[i * n + j] as number) * (by[j] as number);
  return sum;
}

/** Simulates what is tried for each draw, in one batch, and goes on to the best that is better. */
function simulate(problem: FitProblem, draws: readonly Draw[], tried: readonly (readonly Float64Array[])[], bendFrom: number): void {
  const rows = problem.simulate(tried.flat());
  let at = 0;
  draws.forEach((draw, k) => {
    let best: Pick<Draw, 'theta' | 'simulated' | 'cost'> = draw;
    let { bending } = draw;
    for (const theta of tried[k] ?? []) {
      const simulated = rows[at++] as Float64Array;
      const cost = costOf(draw.problem, theta, simulated);
      if (Number.isFinite(cost)) bending = bent({ ...draw, bending }, theta, simulated, bendFrom);
      if (cost < best.cost) best = { theta, simulated, cost };
    }
    const { theta, simulated, cost } = best;
    Object.assign(draw, { theta, simulated, cost, bending });
  });
}

/** The least change of the bending sensitivities by which they would have foretold a move. */
function bent(
  { problem: { sigma }, theta, simulated, bending }: Draw,
  to: Float64Array,
  there: Float64Array,
  from: number,
): Float64Array[] {
  const move = to.map((z, i) => z - (theta[i] as number));
  const square = move.reduce((sum, z) => sum + z * z, 0);
  if (!(square > 0)) return [...bending];
  const missed = there.slice(from).map((value, q) => {
    const change = (value - (simulated[from + q] as number)) / (sigma[from + q] as number);
    return bending.reduce((sum, column, i) => sum - (column[q] as number) * (move[i] as number), change);
  });
  return bending.map((column, i) => column.map((value, q) => value + ((move[i] as number) / square) * (missed[q] as number)));
}

/** Gauss-Newton step of a draw from where it is. */
function stepOf(draw: Draw, jacobian: readonly Float64Array[], stiff: Float64Array, bendFrom: number): Float64Array {
  const { problem, theta, simulated, bending } = draw;
  const n = theta.length;
  const residual = problem.observed.map((value, r) => (value - (simulated[r] as number)) / (problem.sigma[r] as number));
  const pull = priorPull(problem, theta);
  const downhill = Float64Array.from({ length: n }, (_, i) => {
    const [column, own] = [jacobian[i] as Float64Array, bending[i] as Float64Array];
    let sum = -(pull[i] as number);
    for (let r = 0; r < bendFrom; r++) sum += (column[r] as number) * (residual[r] as number);
    own.forEach((value, q) => (sum += value * (residual[bendFrom + q] as number)));
    return sum;
  });
  const hessian = gram(bending);
  for (let i = 0; i < n * n; i++) hessian[i] = (hessian[i] as number) + (stiff[i] as number);
  const factor = cholesky(hessian, n);
  return factor === null ? new Float64Array(n) : choleskySolve(factor, n, downhill);
}
