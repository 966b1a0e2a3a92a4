import { binSigma, estimateNoise } from '../../../core/observation/noise.ts';
import { binRecording } from '../../../core/observation/observation-bins.ts';
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
    const noise = Math.max(LEAST, estimateNoise(model.bins, recording.currentPaPf));
    const observed = binRecording(model.bins, recording.currentPaPf);
    return {
      ...state,
      noise,
      problem: model.problem(observed, binSigma(model.bins, observed, noise, setting.blankMs, setting.discrepancy)),
    };
  },
};
