import type { FitParameter } from '../../../core/inference/levenberg-marquardt.ts';
import type { StartGuess } from '../../../core/inference/start-points.ts';
import { answerCoordinates } from '../../../core/inference/answer-coordinates.ts';
import { askNetwork, type NetworkAnswer } from '../network-answer.ts';
import { askedInTurns, type Asked } from '../asked-in-turns.ts';
import { networkKnows } from '../network-knows.ts';
import { needed, type Stage } from './stage.ts';

/** The network's answer, where there is a network; of cells that it does not know, no more than a place to begin (ADR 40). */
export const guessStage: Stage = {
  name: 'guess',
  shown: 'network',
  until: 0.08,
  async run(state, context) {
    const {
      recording,
      setting: { cell, clamp, blankMs },
      model,
      predictor,
    } = state.request;
    if (!predictor) return state;
    context.report(0, 'Running the network');
    const noise = needed(state.noise, 'noise');
    const known = { noise, rig: clamp.mode === 'rig', expectedRsCmMs: clamp.expectedRsCmMs, temperatureC: clamp.temperatureC, blankMs };
    const ask = async (currentPaPf: Float32Array): Promise<Asked> => {
      const answer = await askNetwork(predictor, { ...recording, currentPaPf }, known, model.cellModel);
      return { answer, guess: guessOf(answer, model.parameters) };
    };
    const { answer, guess } =
      predictor.card?.cell !== 'living' && recording.currentPaPf.some(Number.isNaN)
        ? await askedInTurns(model, needed(state.problem, 'record in bins'), recording.currentPaPf, noise, ask)
        : await ask(recording.currentPaPf);
    if (predictor.card !== null && !networkKnows(predictor.card, cell)) {
      const start = { ...answer, sd: answer.sd.map(() => Infinity), correlation: null };
      return { ...state, answer: start, guess: { ...guess, sd: new Float64Array(answer.sd.length), correlation: null, hint: true } };
    }
    return { ...state, answer, guess };
  },
};

function guessOf(answer: NetworkAnswer, parameters: readonly FitParameter[]): StartGuess {
  const { mean, sd, correlation, logRsCmMs, logLeakNsPf, residualCapacitance, living } = answer;
  const nuisance = { rsCmMs: Math.exp(logRsCmMs), leakNsPf: Math.exp(logLeakNsPf), residualCapacitance };
  return { mean, sd, correlation, nuisance, ...(living ? { coordinates: answerCoordinates(parameters, living) } : {}) };
}
