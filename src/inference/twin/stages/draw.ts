import { marginal, type Marginal } from '../../../core/inference/marginal.ts';
import { drawPosterior } from '../../../core/inference/posterior-draws.ts';
import type { ClampModel } from '../../../core/inference/clamp-fit.ts';
import { createRandom } from '../../../core/random/random.ts';
import { bestFit } from './best-fit.ts';
import { needed, type Stage } from './stage.ts';

/** Pairs of draws from the posterior: an ensemble of 24 costs about as much as one more start. */
export const DRAW_PAIRS = 12;
/**
 * Where only draws with the recorded phenotype are kept: at most this many times the wanted number are drawn; if too few are kept, the
 * first draws are used.
 */
const MOST_DRAWN = 4;
const FEWEST_KEPT = 8;

/** Draws from the posterior around the modes, and intervals from them. */
export const drawStage: Stage = {
  name: 'draw',
  shown: 'refining',
  until: 0.94,
  async run(state, context) {
    const { request } = state;
    const { model, alike } = request;
    const search = needed(state.search, 'modes');
    const { point } = bestFit(state);
    context.estimate({ source: 'search', starts: search.starts, chi2PerSample: point.fit.chi2PerSample, values: point.values });
    await context.rest();
    const { kept, first, drawn } = await drawPosterior(search.problem, search.modes, {
      pairs: DRAW_PAIRS,
      keptSensitivities: state.guess?.coordinates !== undefined,
      ...(alike ? { keep: alike, most: MOST_DRAWN * DRAW_PAIRS } : {}),
      random: createRandom(request.seed).fork(2),
      cancelled: () => context.aborted(),
      onDraw: async (draw) => {
        context.report(draw / (2 * DRAW_PAIRS), `Ensemble: ${draw} of ${2 * DRAW_PAIRS} cells that fit as well`);
        await context.rest();
      },
    });
    const enough = kept.length >= FEWEST_KEPT;
    const draws = enough ? kept : first;
    return {
      ...state,
      posterior: {
        ...point,
        marginals: context.aborted() ? [] : marginalsOf(model, draws),
        draws,
        drawn: alike ? { all: drawn, alike: kept.length, chosen: enough } : null,
        simulations: model.simulations - state.before,
      },
    };
  },
};

function marginalsOf(model: ClampModel, draws: readonly Float64Array[]): Marginal[] {
  return model.cellModel.varied.map((_, i) => {
    const parameter = model.parameters[i];
    if (!parameter) throw new Error(`The fit has no parameter ${i}.`);
    return marginal(
      parameter.coordinate,
      draws.map((draw) => draw[i] as number),
    );
  });
}
