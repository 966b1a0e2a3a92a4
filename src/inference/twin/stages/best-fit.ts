import type { FitProblem, FitResult } from '../../../core/inference/levenberg-marquardt.ts';
import { multiplierPriorSd } from '../../../core/inference/multiplier-prior.ts';
import type { TwinFit } from '../../../core/twin/twin.ts';
import { fitFigures } from '../fit-figures.ts';
import type { Posterior } from '../inference-request.ts';
import { needed, type InferenceState } from './stage.ts';

export interface BestFit {
  readonly best: FitResult;
  /** The posterior without its intervals and draws. */
  readonly point: Omit<Posterior, 'marginals' | 'draws' | 'simulations'>;
}

/** The lowest mode as a twin. */
export function bestFit(state: InferenceState): BestFit {
  const {
    setting: { clamp },
    model,
  } = state.request;
  const {
    modes: [best],
  } = needed(state.search, 'modes');
  const { theta } = best;
  const point = {
    setup: clamp,
    model,
    priorSd: multiplierPriorSd(clamp.prior),
    unlikeFeatures: state.answer?.unlikeFeatures ?? null,
    theta,
    values: model.values(theta),
    fit: figuresAt(state, theta, best.iterations),
    result: best,
  };
  return { best, point };
}

/** Agreement of a cell with the record of the modes, in the SDs of the original record. */
export function figuresAt(state: InferenceState, theta: Float64Array, iterations: number): TwinFit {
  const problem: FitProblem = { ...needed(state.problem, 'record in bins'), observed: needed(state.search, 'modes').problem.observed };
  return fitFigures(problem, theta, needed(state.noise, 'noise'), iterations);
}
