import type { StartGuess } from '../../../core/inference/start-points.ts';
import { askNetwork, type NetworkAnswer } from '../network-answer.ts';
import { needed, type Stage } from './stage.ts';

/** The network's answer, where there is a network. */
export const guessStage: Stage = {
  name: 'guess',
  shown: 'network',
  until: 0.08,
  async run(state, context) {
    const {
      recording,
      setting: { clamp },
      model,
      predictor,
    } = state.request;
    if (!predictor) return state;
    context.report(0, 'Running the network');
    const noise = needed(state.noise, 'noise');
    const answer = await askNetwork(
      predictor,
      recording,
      { noise, rig: clamp.mode === 'rig', expectedRsCmMs: clamp.expectedRsCmMs, temperatureC: clamp.temperatureC },
      model.cellModel,
    );
    return { ...state, answer, guess: guessOf(answer) };
  },
};

function guessOf(answer: NetworkAnswer): StartGuess {
  const { mean, sd, correlation, logRsCmMs, logLeakNsPf, residualCapacitance } = answer;
  return { mean, sd, correlation, nuisance: { rsCmMs: Math.exp(logRsCmMs), leakNsPf: Math.exp(logLeakNsPf), residualCapacitance } };
}
