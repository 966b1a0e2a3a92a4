import { temper } from '../../../core/inference/temper.ts';
import { searchOptions } from './search-options.ts';
import { needed, type Stage } from './stage.ts';

/** Modes of the posterior; a misfit counts by its number of independent observations (ADR 12). */
export const temperStage: Stage = {
  name: 'temper',
  shown: 'refining',
  until: 0.65,
  async run(state, context) {
    return {
      ...state,
      search: await temper(needed(state.problem, 'record in bins'), needed(state.found, 'minima'), searchOptions(state, context)),
    };
  },
};
