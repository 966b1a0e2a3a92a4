import type { InferenceRequest, Posterior } from './inference-request.ts';
import { livingStages } from '../living/living-stages.ts';
import { stagesOf } from './stages/methods.ts';
import { runStages } from './stages/run-stages.ts';
import { needed } from './stages/stage.ts';

export type { InferenceMethod, InferenceRequest, Posterior, PosteriorEstimate } from './inference-request.ts';

/**
 * Posterior of a cell after its recording, by the stages of the method. @throws Error for a method without its network, what aborted
 * the signal
 */
export async function inferPosterior(request: InferenceRequest): Promise<Posterior> {
  const { method, model, predictor, simulations, living } = request;
  if (method === 'network' && !predictor && !living) throw new Error('The method "network" was requested without a network.');
  const nothing = { noise: null, noiseModel: null, problem: null, answer: null, guess: null, found: null, search: null, posterior: null };
  const { posterior } = await runStages(living ? livingStages(living.mode) : stagesOf(method, simulations === undefined), {
    request,
    before: model.simulations,
    budget: Infinity,
    ...nothing,
  });
  return needed(posterior, 'posterior');
}
