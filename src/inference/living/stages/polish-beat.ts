import type { SettledSigma } from '../../../core/experiment/settled-beat.ts';
import { LOOSE } from '../../../core/inference/beat-search.ts';
import { settledScore, type SettledTwin } from '../../../core/inference/beat-settle.ts';
import { laplaceFrom } from '../../../core/inference/levenberg-marquardt.ts';
import { perturbedFits } from '../../../core/inference/perturbed-fits.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { aroundTheTwin } from '../around-the-twin.ts';

/** How nearly the twin is to do what the cell did. */
const NEAREST: SettledSigma = { cycle: 0.004, duration: 0.01, mdpMv: 0.5, peakMv: 1, restMv: 0.3 };
const TIME_CONSTANT_MS = 20;
const POLISH_INFLATION = 2;
const FOLLOWED_INFLATION = 4;
/** Most times that sensitivities are measured; once is enough where the beat is this near, a sum of squares in the SDs of LOOSE. */
const TURNS = 4;
const NEAR_ENOUGH = 0.05;

/**
 * The last of the way to the beat: cells that beat slowly or are near to rest bend more than a fit of all follows in the time there is. A
 * few moves along what the clamp leaves open, by sensitivities that the ensemble needs anyway.
 */
export const polishBeatStage: Stage = {
  name: 'settle',
  shown: 'refining',
  until: 0.88,
  async run(state, context) {
    const { parts, twin, beat, ...rest } = needed(state.beat ?? null, 'recorded beat');
    const from = needed(twin, 'twin');
    context.report(0, 'How clamp and beat hang on each parameter');
    await context.rest();
    let best = from;
    let columns: readonly Float64Array[] | null = null;
    for (let turn = 0; turn < TURNS && !context.aborted(); turn++) {
      const { minimum } = best;
      const settled = parts.settledPart(parts.differences(beat.features.cycleLengthMs))(NEAREST);
      const kept = settled.observed.length;
      const problem = aroundTheTwin(parts.settling(TIME_CONSTANT_MS, settled, POLISH_INFLATION, FOLLOWED_INFLATION), minimum, kept);
      columns = problem.sensitivities?.(minimum.theta, minimum.simulated, true) ?? [];
      const [polished] = await perturbedFits(problem, laplaceFrom(problem, minimum, columns), {
        pairs: 1,
        random: null,
        bendFrom: problem.observed.length - kept,
        cancelled: () => context.aborted(),
        onRound: async (round, rounds) => {
          context.report((turn + round / rounds) / TURNS, `The last of the way to the beat, move ${round} of ${rounds}`);
          await context.rest();
        },
      });
      if (polished === undefined) break;
      const { theta, simulated, cost } = polished;
      const [misfit = Infinity] = parts.settledMisfit([theta], LOOSE);
      const ratio = Math.sqrt(parts.clampChi2(simulated) / parts.clampChi2(minimum.simulated));
      const moved: SettledTwin = { minimum: { ...minimum, theta, simulated, cost }, misfit, residualRatio: best.residualRatio * ratio };
      if (!(settledScore(moved) < settledScore(best))) break;
      best = moved;
      if (misfit < NEAR_ENOUGH) break;
    }
    return { ...state, beat: { ...rest, parts, beat, twin: best, columns } };
  },
};
