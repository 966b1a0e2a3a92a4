import { observedClamp, stacked } from '../observed-clamps.ts';
import type { Stage } from './stage.ts';

/** Noise of the recording, and its bins with their SDs; those of further clamps behind them. */
export const noiseStage: Stage = {
  name: 'noise',
  shown: 'features',
  until: 0.05,
  async run(state, context) {
    const { request } = state;
    const { model, others = [] } = request;
    context.report(0.4, 'Reading the recording');
    const { noise, ...own } = observedClamp(request);
    const { observed, sigma } = stacked([own, ...others.map((other) => observedClamp(other))]);
    return { ...state, noise: noise.sd, noiseModel: noise, problem: model.problem(observed, sigma) };
  },
};
