import { doesBeat } from '../../../core/beat/does-beat.ts';
import type { SettledSigma } from '../../../core/experiment/settled-beat.ts';
import { LOOSE } from '../../../core/inference/beat-search.ts';
import type { SettledTwin } from '../../../core/inference/beat-settle.ts';
import { perturbedFits, type PerturbedFit } from '../../../core/inference/perturbed-fits.ts';
import { overcounting } from '../../../core/inference/residual-correlation.ts';
import { laplaceFrom, type Minimum } from '../../../core/inference/levenberg-marquardt.ts';
import { createRandom } from '../../../core/random/random.ts';
import type { InferenceRequest } from '../../twin/inference-request.ts';
import { DRAW_PAIRS } from '../../twin/stages/draw.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { aroundTheTwin } from '../around-the-twin.ts';
import type { BeatState } from '../beat-state.ts';
import { livingPosterior } from '../living-posterior.ts';
import { memberBeats } from '../member-beats.ts';
import { twinAsTheCell, type TwinChoice } from '../twin-as-the-cell.ts';

/**
 * How far what the model does by itself may be off what the cell did: what twins of 21 living cells were found to leave
 * (docs/science/living-cells.md).
 */
const BEAT_SD: SettledSigma = { cycle: 0.04, duration: 0.05, mdpMv: 1, peakMv: 2, restMv: 1 };
const TIME_CONSTANT_MS = 20;
/** The clamp counts at least this much less than its SDs say; more where neighbours in what it leaves agree. */
const LEAST_INFLATION = 2;
/** And the followed beat by this much: it holds what the settled one is to leave open. */
const FOLLOWED_INFLATION = 12;
/** A draw that costs more than so many times the median one did not reach its own minimum. */
const UNREACHED = 2;

/** Cells that clamp and beat cannot distinguish from the twin, each fitted to both with noise of its own. */
export const drawBeatStage: Stage = {
  name: 'draw',
  shown: 'refining',
  until: 0.94,
  async run(state, context) {
    const known = needed(state.beat ?? null, 'recorded beat');
    const { parts, columns } = known;
    const from = needed(known.twin, 'twin');
    const { minimum } = from;
    const clamp = parts.clampAlone();
    const inflation = Math.max(LEAST_INFLATION, Math.sqrt(overcounting(clamp, clampOf(minimum, clamp.observed.length))));
    const sigma = widened(parts.settled.sigma(BEAT_SD), parts.settled.observed, minimum);
    const settled = { ...parts.settledPart(parts.parameters)(BEAT_SD), sigma };
    const problem = aroundTheTwin(
      parts.settling(TIME_CONSTANT_MS, settled, inflation, FOLLOWED_INFLATION),
      minimum,
      settled.observed.length,
    );
    const result = laplaceFrom(problem, minimum, needed(columns, 'sensitivities'));
    const draws = await perturbedFits(problem, result, {
      pairs: DRAW_PAIRS,
      random: createRandom(state.request.seed).fork(2),
      bendFrom: problem.observed.length - settled.observed.length,
      cancelled: () => context.aborted(),
      onRound: async (round, rounds) => {
        context.report(round / rounds, `Ensemble: ${2 * DRAW_PAIRS} cells that fit as well, round ${round} of ${rounds}`);
        await context.rest();
      },
    });
    const kept = reached(draws);
    const members = kept.map(({ theta }) => theta);
    const twin = twinAsTheCell(choiceOf(state.request, known, from), from, kept);
    return {
      ...state,
      beat: { ...known, twin },
      posterior: livingPosterior({ ...state, beat: { ...known, twin } }, twin.minimum.theta, members, result, null),
    };
  },
};

/** What members do when they are left alone, and how near each is to beat and clamp. */
function choiceOf({ model, living }: InferenceRequest, { parts, beat }: BeatState, from: SettledTwin): TwinChoice<PerturbedFit> {
  const { kernel } = needed(living ?? null, "request's mode");
  const { cycleLengthMs } = beat.features;
  return {
    doAsTheCell: (thetas) => memberBeats({ model, kernel }, thetas, cycleLengthMs).map((one) => doesBeat(one) === (cycleLengthMs !== null)),
    asTwin: ({ theta, simulated, cost }) => {
      const [misfit = Infinity] = parts.settledMisfit([theta], LOOSE);
      const ratio = Math.sqrt(parts.clampChi2(simulated) / parts.clampChi2(from.minimum.simulated));
      return { minimum: { ...from.minimum, theta, simulated, cost }, misfit, residualRatio: from.residualRatio * ratio };
    },
  };
}

/** The clamp's share of a minimum. */
function clampOf({ simulated, ...minimum }: Minimum, length: number): Minimum {
  return { ...minimum, simulated: simulated.slice(0, length) };
}

/** Where the twin itself is further off than that, the ensemble reaches as far. */
function widened(sigma: Float64Array, observed: Float64Array, { simulated }: Minimum): Float64Array {
  const own = simulated.slice(simulated.length - observed.length);
  return sigma.map((sd, q) => Math.max(sd, Math.abs((own[q] as number) - (observed[q] as number))));
}

function reached(draws: readonly PerturbedFit[]): PerturbedFit[] {
  const costs = draws.map(({ cost }) => cost).sort((a, b) => a - b);
  const most = UNREACHED * (costs[costs.length >> 1] ?? Infinity);
  return draws.filter(({ cost }) => cost <= most);
}
