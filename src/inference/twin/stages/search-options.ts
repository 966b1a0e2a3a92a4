import type { FitOptions } from '../../../core/inference/levenberg-marquardt.ts';
import type { MultiStartOptions } from '../../../core/inference/search-minima.ts';
import type { InferenceState, StageContext } from './stage.ts';

export const ITERATIONS = 60;

/** Options of the fits of a search and of the stages after it. */
export function searchOptions({ request, budget }: InferenceState, context: StageContext): FitOptions & Pick<MultiStartOptions, 'alike'> {
  return {
    iterations: ITERATIONS,
    central: request.setting.clamp.prior.kind === 'living',
    tolerance: 0.05,
    relativeTolerance: request.method === 'fit' ? 1e-4 : 1e-5,
    cancelled: () => context.aborted() || request.model.simulations >= budget,
    ...(request.alike ? { alike: request.alike } : {}),
    onIteration: async (iteration, cost) => {
      context.report(1, `Residual above the noise, iteration ${iteration}, cost ${cost.toFixed(0)}`);
      await context.rest();
    },
  };
}
