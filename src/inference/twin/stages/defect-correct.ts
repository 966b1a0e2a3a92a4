import type { FitProblem } from '../../../core/inference/levenberg-marquardt.ts';
import { binSigma, FINE_DISCREPANCY } from '../../../core/observation/noise.ts';
import { withoutGridError } from '../without-grid-error.ts';
import { ITERATIONS } from './search-options.ts';
import { needed, type Stage } from './stage.ts';

/** Below this noise the remaining error of the kernel counts, pA/pF. */
const QUIET_PA_PF = 0.02;

/**
 * Moves minima of the kernel's steps to those of fine steps (ADR 17). For living cells the kernel's error is negligible against that
 * of the model. Differences are central, because this fit must converge: with one-sided ones, which are long behind an electrode, it
 * stops on the flank of narrow valleys.
 */
export const defectCorrectStage: Stage = {
  name: 'defect-correct',
  shown: 'refining',
  until: 0.65,
  async run(state, context) {
    const {
      model,
      others = [],
      setting: { clamp, blankMs },
    } = state.request;
    const search = needed(state.search, 'modes');
    if (clamp.prior.kind !== 'population') return state;
    const problem = needed(state.problem, 'record in bins');
    const noise = needed(state.noise, 'noise');
    // What is left out stays so.
    const atFineSteps = ({ observed, sigma }: FitProblem): Float64Array =>
      binSigma(model.bins, observed, needed(state.noiseModel, 'noise'), blankMs, FINE_DISCREPANCY).map((sd, r) =>
        sigma[r] === Infinity ? Infinity : sd,
      );
    // The SDs at fine steps are those of one record.
    const quiet = noise < QUIET_PA_PF && others.length === 0;
    const followed = quiet && search.problem === problem ? model.problem(problem.observed, atFineSteps(problem)) : search.problem;
    const fine = await withoutGridError(model, followed, search.modes, {
      iterations: ITERATIONS,
      tolerance: 0.05,
      relativeTolerance: 1e-5,
      central: quiet || clamp.mode === 'rig',
      cancelled: () => context.aborted(),
      onIteration: async (iteration, cost) => {
        context.report(1, `At fine steps, iteration ${iteration}, cost ${cost.toFixed(0)}`);
        await context.rest();
      },
    });
    return { ...state, search: { ...fine, starts: search.starts } };
  },
};
