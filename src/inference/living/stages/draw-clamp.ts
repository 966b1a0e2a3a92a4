import { gaussianDraws } from '../../../core/inference/gaussian-draws.ts';
import { createRandom } from '../../../core/random/random.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { livingPosterior } from '../living-posterior.ts';
import { nearestToTheBeats } from '../nearest-to-the-beats.ts';

/** Cells that are drawn: the ensemble. Those that do otherwise than the twin stay in it, since the clamp does not exclude them. */
const DRAWN = 48;

/** Cells that the clamp cannot distinguish; the twin is in the middle of those that do what the cell most likely does. */
export const drawClampStage: Stage = {
  name: 'draw',
  shown: 'refining',
  until: 0.94,
  async run(state, context) {
    const {
      modes: [best],
    } = needed(state.search, 'modes');
    context.report(0, `Ensemble: ${DRAWN} cells that fit as well`);
    await context.rest();
    const drawn = gaussianDraws(best, DRAWN, createRandom(state.request.seed).fork(2));
    const { theta, alike } = nearestToTheBeats(state.request, best.theta, drawn);
    return { ...state, posterior: livingPosterior(state, theta, drawn, best, { all: DRAWN, alike: alike.length }) };
  },
};
