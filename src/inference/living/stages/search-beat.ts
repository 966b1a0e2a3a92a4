import { searchBeating } from '../../../core/inference/beat-search.ts';
import { createRandom } from '../../../core/random/random.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';

/** Fits that a search makes, about: for the bar alone. */
const FITS = 14;

/** Cells that carry the clamp's current and may do what the recorded one did (ADR 33). */
export const searchBeatStage: Stage = {
  name: 'search',
  shown: 'refining',
  until: 0.5,
  async run(state, context) {
    const beat = needed(state.beat ?? null, 'recorded beat');
    let fits = 0;
    context.report(0, 'Fitting the clamp alone');
    const search = await searchBeating(beat.parts, {
      random: createRandom(state.request.seed).fork(1),
      cancelled: () => context.aborted(),
      onFit: async () => {
        fits++;
        context.report(Math.min(1, fits / FITS), `The recorded beat, let go in steps: fit ${fits} of about ${FITS}`);
        await context.rest();
      },
    });
    return { ...state, beat: { ...beat, search } };
  },
};
