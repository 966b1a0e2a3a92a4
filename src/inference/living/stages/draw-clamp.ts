import { doesBeat } from '../../../core/beat/does-beat.ts';
import { gaussianDraws } from '../../../core/inference/gaussian-draws.ts';
import type { LearnedPrior } from '../../../core/inference/learned-prior.ts';
import { cholesky, choleskyInverse } from '../../../core/math/cholesky.ts';
import { createRandom } from '../../../core/random/random.ts';
import { cheapestThatDoes } from '../../twin/majority-phenotype.ts';
import { needed, type Stage } from '../../twin/stages/stage.ts';
import { livingPosterior } from '../living-posterior.ts';
import { memberBeats } from '../member-beats.ts';
import { membersByShare } from '../members-by-share.ts';
import { shareBeating } from '../share-beating.ts';

/** Cells that are drawn around the fit, and from its prior, to see how many of each beat. */
const DRAWN = 240;
/** The ensemble. Members that do otherwise than the twin stay in it, since the clamp does not exclude them. */
const MEMBERS = 48;

/** Cells that the clamp cannot distinguish; the twin is the best of those that do what the cell most likely does. */
export const drawClampStage: Stage = {
  name: 'draw',
  shown: 'refining',
  until: 0.94,
  async run(state, context) {
    const { model, living, seed } = state.request;
    const { prior, kernel } = needed(living ?? null, "request's mode");
    const {
      problem,
      modes: [best],
    } = needed(state.search, 'modes');
    const random = createRandom(seed);
    const beating = (thetas: readonly Float64Array[]): boolean[] => memberBeats({ model, kernel }, thetas).map(doesBeat);
    context.report(0, `${DRAWN} cells that fit as well`);
    await context.rest();
    const drawn = gaussianDraws(best, DRAWN, random.fork(2));
    const drawnBeat = beating(drawn);
    context.report(0.5, `${DRAWN} cells of the prior`);
    await context.rest();
    const priorBeat = beating(gaussianDraws(gaussianOf(prior, best.theta.length), DRAWN, random.fork(3)));
    const share = shareBeating(drawnBeat, priorBeat, prior === null ? null : beating(prior.cells));
    const likely = drawn.filter((_, k) => drawnBeat[k] === share >= 0.5);
    const does = (thetas: readonly Float64Array[]): boolean[] => beating(thetas).map((beats) => beats === share >= 0.5);
    const theta = does([best.theta])[0] === true ? best.theta : cheapestThatDoes(problem, best.theta, likely, does);
    const members = membersByShare(drawn, drawnBeat, share, MEMBERS);
    const [twinBeats] = beating([theta]);
    const alike = members.filter((member) => drawnBeat[drawn.indexOf(member)] === twinBeats).length;
    return { ...state, posterior: livingPosterior(state, theta, members, best, { all: members.length, alike }) };
  },
};

/** The prior of z. */
function gaussianOf(prior: LearnedPrior | null, n: number): { readonly theta: Float64Array; readonly covariance: Float64Array } {
  const identity = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  if (prior === null) return { theta: new Float64Array(n), covariance: identity };
  const factor = cholesky(prior.precision, n);
  if (factor === null) throw new Error('The prior learned from other cells is not finite.');
  return { theta: prior.centre, covariance: choleskyInverse(factor, n) };
}
