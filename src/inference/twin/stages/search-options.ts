import type { FitOptions } from '../../../core/inference/levenberg-marquardt.ts';
import type { MultiStartOptions } from '../../../core/inference/search-minima.ts';
import type { InferenceState, StageContext } from './stage.ts';

export const ITERATIONS = 60;
/**
 * Of fits that begin at the answer of a network for living cells. The model is off such a cell by far more than these fits leave: a
 * thousandth of the cost is not worth its time, nor are differences to both sides.
 */
const FROM_LIVING_NETWORK = { iterations: 25, central: false, tolerance: 0.5, relativeTolerance: 1e-3 } as const;

/** Options of the fits of a search and of the stages after it. */
export function searchOptions(
  { request, budget, guess }: InferenceState,
  context: StageContext,
): FitOptions & Pick<MultiStartOptions, 'alike'> {
  const living = request.setting.clamp.prior.kind === 'living';
  return {
    iterations: ITERATIONS,
    central: living,
    tolerance: 0.05,
    relativeTolerance: living ? 1e-4 : 1e-5,
    ...(guess?.coordinates ? FROM_LIVING_NETWORK : {}),
    cancelled: () => context.aborted() || request.model.simulations >= budget,
    ...(request.alike ? { alike: request.alike } : {}),
    onIteration: async (iteration, cost) => {
      context.report(1, `Residual above the noise, iteration ${iteration}, cost ${cost.toFixed(0)}`);
      await context.rest();
    },
  };
}
