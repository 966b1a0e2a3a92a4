import { readNoise } from '../../../core/observation/noise.ts';
import { observe } from '../../../core/observation/observe.ts';
import type { Stage } from './stage.ts';

/** Least noise of a recording, pA/pF. */
const LEAST = 0.001;

/** Noise of the recording, and its bins with their SDs. */
export const noiseStage: Stage = {
  name: 'noise',
  shown: 'features',
  until: 0.05,
  async run(state, context) {
    const { recording, setting, model } = state.request;
    context.report(0.4, 'Reading the recording');
    const read = readNoise(model.bins, recording.currentPaPf);
    const noiseModel = { ...read, sd: Math.max(LEAST, read.sd) };
    const { observed, sigma } = observe(model.bins, recording.currentPaPf, noiseModel, setting.blankMs, setting.discrepancy);
    return { ...state, noise: noiseModel.sd, noiseModel, problem: model.problem(observed, sigma) };
  },
};
