import { majorityPhenotype } from '../majority-phenotype.ts';
import { figuresAt } from './best-fit.ts';
import { needed, type Stage } from './stage.ts';

/** The twin has the majority phenotype of its ensemble (ADR 18), or the recorded one where the cell was recorded free. */
export const chooseStage: Stage = {
  name: 'choose',
  shown: 'refining',
  until: 0.94,
  async run(state) {
    const { model, outcomes, alike } = state.request;
    const posterior = needed(state.posterior, 'draws');
    if (!outcomes || alike) return state;
    const theta = majorityPhenotype(needed(state.search, 'modes').problem, posterior.theta, posterior.draws, outcomes);
    const fit = figuresAt(state, theta, posterior.fit.iterations);
    return {
      ...state,
      posterior: { ...posterior, theta, values: model.values(theta), fit, simulations: model.simulations - state.before },
    };
  },
};
