import { cholesky, choleskyInverse } from '../../core/math/cholesky.ts';
import type { FitResult } from '../../core/inference/levenberg-marquardt.ts';
import { multiplierPriorSd } from '../../core/inference/multiplier-prior.ts';
import { fitFigures } from '../twin/fit-figures.ts';
import type { Posterior } from '../twin/inference-request.ts';
import { needed, type InferenceState } from '../twin/stages/stage.ts';
import { livingMarginals } from './living-marginals.ts';

/** The posterior of a living cell out of its draws. @param asTheTwin see Posterior */
export function livingPosterior(
  state: InferenceState,
  theta: Float64Array,
  draws: readonly Float64Array[],
  result: FitResult,
  asTheTwin: Posterior['asTheTwin'] | null,
): Posterior {
  const { model, setting } = state.request;
  const prior = state.request.living?.prior ?? null;
  return {
    setup: setting.clamp,
    model,
    theta,
    values: model.values(theta),
    marginals: livingMarginals(model, draws),
    priorSd: multiplierPriorSd(setting.clamp.prior),
    priorSds: priorSds(state, prior?.precision ?? null),
    draws,
    drawn: null,
    ...(asTheTwin ? { asTheTwin } : {}),
    counted: Array.from(needed(state.problem, 'record in bins').sigma, Number.isFinite),
    ...(state.beat?.twin ? { residualRatio: state.beat.twin.residualRatio } : {}),
    fit: fitFigures(needed(state.problem, 'record in bins'), theta, needed(state.noise, 'noise'), result.iterations),
    result,
    simulations: model.simulations - state.before,
    unlikeFeatures: null,
  };
}

/** SD of each coordinate z before the recording. */
function priorSds({ request: { model } }: InferenceState, precision: Float64Array | null): Float64Array {
  const n = model.parameters.length;
  const factor = precision === null ? null : cholesky(precision, n);
  if (factor === null) return new Float64Array(n).fill(1);
  const covariance = choleskyInverse(factor, n);
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i] as number));
}
