import { perturbedFits } from '../../../core/inference/perturbed-fits.ts';
import { createRandom } from '../../../core/random/random.ts';
import { DRAW_PAIRS } from '../../twin/stages/draw.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { livingPosterior } from '../living-posterior.ts';
import { mostLikeTheMost } from '../most-like-the-most.ts';

/** Cells that the clamp cannot tell apart; the twin is the one that does what most of them do. */
export const drawClampStage: Stage = {
  name: 'draw',
  shown: 'refining',
  until: 0.94,
  async run(state, context) {
    const {
      problem,
      modes: [best],
    } = needed(state.search, 'modes');
    const { draws } = await perturbedFits(problem, best, {
      pairs: DRAW_PAIRS,
      random: createRandom(state.request.seed).fork(2),
      bendFrom: problem.observed.length,
      cancelled: () => context.aborted(),
      onRound: async (round, rounds) => {
        context.report(round / rounds, `Ensemble: ${2 * DRAW_PAIRS} cells that fit as well, round ${round} of ${rounds}`);
        await context.rest();
      },
    });
    const thetas = draws.map(({ theta }) => theta);
    const theta = context.aborted() ? best.theta : mostLikeTheMost(state.request, best.theta, thetas);
    return { ...state, posterior: livingPosterior(state, theta, thetas, best, null) };
  },
};
