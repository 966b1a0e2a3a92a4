import { settleBeat } from '../../../core/inference/beat-settle.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';

const FITS = 4;

/** The best of them fitted with what they do when they are left alone. @throws Error where none does what the cell did */
export const settleBeatStage: Stage = {
  name: 'settle',
  shown: 'refining',
  until: 0.85,
  async run(state, context) {
    const beat = needed(state.beat ?? null, 'recorded beat');
    const search = needed(beat.search, 'candidates');
    let fits = 0;
    context.report(0, 'Fitting what the cell does when it is left alone');
    const twin = await settleBeat(beat.parts, search, beat.beat.features.cycleLengthMs, {
      cancelled: () => context.aborted(),
      onFit: async () => {
        fits++;
        context.report(Math.min(1, fits / FITS), `What the cell does when it is left alone: fit ${fits}`);
        await context.rest();
      },
    });
    if (twin === null && !context.aborted())
      throw new Error(
        'No cell of this model was found that carries the current of the clamp and does what the potential shows. Check that both are of ' +
          'one cell and in the same frame, or choose the mode "clamp".',
      );
    return { ...state, beat: { ...beat, twin } };
  },
};
