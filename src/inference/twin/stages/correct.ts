import { boundedInterval } from '../../../core/inference/bounded-interval.ts';
import type { ClampModel, ClampSetup } from '../../../core/inference/clamp-fit.ts';
import type { Marginal } from '../../../core/inference/marginal.ts';
import { multiplierPriorSd } from '../../../core/inference/multiplier-prior.ts';
import { startPoints, type StartGuess } from '../../../core/inference/start-points.ts';
import type { AnswerCoordinates } from '../../../core/inference/answer-coordinates.ts';
import { createRandom } from '../../../core/random/random.ts';
import { fitFigures } from '../fit-figures.ts';
import type { NetworkAnswer } from '../network-answer.ts';
import { gaussNewtonCorrection, marginalOf } from '../gauss-newton-correction.ts';
import { DRAW_PAIRS } from './draw.ts';
import { needed, type Stage } from './stage.ts';

/**
 * The network's answer, with or without the Gauss-Newton correction: an estimate during the search, and for the method
 * 'network' the posterior.
 */
export const correctStage: Stage = {
  name: 'correct',
  shown: 'network',
  until: 0.08,
  async run(state, context) {
    const { request, answer, guess } = state;
    const {
      model,
      setting: { clamp },
    } = request;
    if (!answer || !guess || (request.method !== 'network' && !request.onEstimate)) return state;
    const problem = needed(state.problem, 'record in bins');
    const [guessed = new Float64Array(0), ...guesses] = pointsOf(
      model,
      guess,
      (answer.correlation ?? answer.living?.correlation) ? 1 + 2 * DRAW_PAIRS : 1,
      request.seed,
    );
    const { theta, marginals, draws, steps } =
      request.networkAlone === true
        ? {
            theta: guessed,
            marginals: guess.coordinates ? answerMarginals(model, guess.coordinates) : networkMarginals(answer, clamp),
            draws: guesses,
            steps: 0,
          }
        : await gaussNewtonCorrection(problem, model, answer, guessed, DRAW_PAIRS, createRandom(request.seed));
    const values = model.values(theta);
    const fit = fitFigures(problem, theta, needed(state.noise, 'noise'), steps);
    context.estimate({ source: 'network', starts: 0, chi2PerSample: fit.chi2PerSample, values });
    if (request.method !== 'network') return state;
    const simulations = model.simulations - state.before;
    return {
      ...state,
      posterior: {
        setup: clamp,
        model,
        priorSd: multiplierPriorSd(clamp.prior),
        unlikeFeatures: answer.unlikeFeatures,
        theta,
        values,
        marginals,
        draws,
        fit,
        result: null,
        simulations,
      },
    };
  },
};

/** The network's answer and cells drawn from its posterior, as coordinates. */
function pointsOf(model: ClampModel, guess: StartGuess, count: number, seed: number): Float64Array[] {
  const points = startPoints(model.parameters, guess, createRandom(seed));
  const [first = new Float64Array(0), ...others] = Array.from({ length: count }, () => points.next().value as Float64Array);
  // Electrode and amplifier keep the answer itself.
  return [first, ...others.map((point) => point.map((z, i) => (i < model.cellModel.varied.length ? z : (first[i] as number))))];
}

function answerMarginals(model: ClampModel, { z, sd }: AnswerCoordinates): Marginal[] {
  return model.cellModel.varied.map((_, i) => marginalOf(model, i, z[i] ?? NaN, sd[i] ?? NaN));
}

function networkMarginals({ mean, sd }: NetworkAnswer, { prior }: ClampSetup): Marginal[] {
  const bounds = prior.kind === 'population' ? ([1 - prior.spread, 1 + prior.spread] as const) : ([0.05, 5] as const);
  return Array.from(mean, (value, i) => ({ mean: value, sd: sd[i] ?? NaN, interval90: boundedInterval(value, sd[i] ?? NaN, bounds) }));
}
