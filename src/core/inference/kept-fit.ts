import { cholesky, choleskyInverse } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';
import { inside } from './coordinate.ts';
import { costOf, type FitProblem, type FitResult } from './levenberg-marquardt.ts';

/** Shares of a step tried together: one batch of the kernel. */
const SHARES = [1, 0.5, 0.2, 0.05];
const ROUNDS = 5;
/** A draw need not rest to better than a part of the scatter of its cost. */
const TOLERANCE = 1;

/**
 * Fits near a minimum by the sensitivities of the minimum itself, which cost nothing more: a fit of 80 parameters to a record that differs
 * by noise takes some twenty simulations instead of a thousand. Where the model bends it stops a little above the bottom.
 */
export class KeptFit {
  private readonly covariance: Float64Array;
  private readonly columns: readonly Float64Array[];

  /** @param widening of the SDs that the problems to fit have over those of the minimum's Jacobian */
  constructor({ jacobian, theta }: FitResult, widening: number) {
    const n = theta.length;
    this.columns = jacobian.map((column) => column.map((value) => value / widening));
    const hessian = gram(this.columns);
    for (let i = 0; i < n; i++) hessian[i * n + i] = (hessian[i * n + i] as number) + 1;
    const factor = cholesky(hessian, n);
    if (!factor) throw new Error('The posterior of the fit is not finite: the recording or its noise estimate is unusable.');
    this.covariance = choleskyInverse(factor, n);
  }

  /** @param problem that of the minimum with other observations and another centre, its SDs widened */
  fit(problem: FitProblem, start: Float64Array): { readonly theta: Float64Array; readonly cost: number } {
    let theta: Float64Array = start.map(inside);
    let simulated = problem.simulate([theta])[0] ?? new Float64Array(0);
    let cost = costOf(problem, theta, simulated);
    for (let round = 0; round < ROUNDS; round++) {
      const move = this.move(problem, theta, simulated);
      const tried = SHARES.map((share) => theta.map((z, i) => inside(z + share * (move[i] as number))));
      const results = problem.simulate(tried);
      const costs = results.map((result, k) => costOf(problem, tried[k] ?? theta, result));
      const best = costs.indexOf(Math.min(...costs));
      const fall = cost - (costs[best] ?? Infinity);
      if (!(fall > 0)) break;
      theta = tried[best] ?? theta;
      simulated = results[best] ?? simulated;
      cost = costs[best] ?? cost;
      if (fall < TOLERANCE) break;
    }
    return { theta, cost };
  }

  private move({ observed, sigma, centre }: FitProblem, theta: Float64Array, simulated: Float64Array): Float64Array {
    const n = theta.length;
    const residual = observed.map((value, r) =>
      Number.isFinite(sigma[r]) ? (value - (simulated[r] as number)) / (sigma[r] as number) : 0,
    );
    const gradient = this.columns.map((column, i) => {
      let sum = (centre?.[i] ?? 0) - (theta[i] as number);
      for (let r = 0; r < residual.length; r++) sum += (column[r] as number) * (residual[r] as number);
      return sum;
    });
    return Float64Array.from({ length: n }, (_, i) =>
      gradient.reduce((sum, value, j) => sum + (this.covariance[i * n + j] as number) * value, 0),
    );
  }
}
