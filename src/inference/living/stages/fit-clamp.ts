import { levenbergMarquardt, laplace } from '../../../core/inference/levenberg-marquardt.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { CLAMP_INFLATION } from '../clamp-inflation.ts';

const FIT = { iterations: 30, tolerance: 0.2, relativeTolerance: 1e-3 };

/** The clamp fitted from the middle of the prior learned from other cells. */
export const fitClampStage: Stage = {
  name: 'search',
  shown: 'refining',
  until: 0.4,
  async run(state, context) {
    const whole = needed(state.problem, 'record in bins');
    const problem = { ...whole, sigma: whole.sigma.map((sd) => sd * CLAMP_INFLATION) };
    const start = whole.centre ?? new Float64Array(whole.parameters.length);
    const minimum = await levenbergMarquardt(problem, start, {
      ...FIT,
      cancelled: () => context.aborted(),
      onIteration: async (iteration, cost) => {
        context.report(Math.min(1, iteration / FIT.iterations), `The clamp, iteration ${iteration}, cost ${cost.toFixed(0)}`);
        await context.rest();
      },
    });
    return { ...state, search: { problem, modes: [laplace(problem, minimum)], starts: 1 } };
  },
};
