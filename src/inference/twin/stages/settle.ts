import { inside } from '../../../core/inference/coordinate.ts';
import type { ClampModel } from '../../../core/inference/clamp-fit.ts';
import type { FitResult } from '../../../core/inference/levenberg-marquardt.ts';
import type { Marginal } from '../../../core/inference/marginal.ts';
import { bestFit } from './best-fit.ts';
import type { Stage } from './stage.ts';

/** A search that was ended early: the best point with Laplace's intervals, and no draws, which would continue the search. */
export const settleStage: Stage = {
  name: 'settle',
  shown: 'refining',
  until: 0.94,
  async run(state) {
    const { point, best } = bestFit(state);
    const { model } = state.request;
    return {
      ...state,
      posterior: { ...point, marginals: laplaceMarginals(model, best), draws: [], simulations: model.simulations - state.before },
    };
  },
};

/** At the minimum itself: the mean is that of the twin. */
function laplaceMarginals({ parameters, cellModel }: ClampModel, { theta, covariance }: FitResult): Marginal[] {
  const n = parameters.length;
  return parameters.slice(0, cellModel.varied.length).map(({ coordinate }, i) => {
    const z = theta[i] ?? NaN;
    const spread = Math.sqrt(covariance[i * n + i] ?? NaN);
    const at = (quantile: number): number => coordinate.value(inside(z + quantile * spread));
    return { mean: coordinate.value(z), sd: (at(1) - at(-1)) / 2, interval90: [at(-1.645), at(1.645)] };
  });
}
