import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import { costOf, levenbergMarquardt, type FitProblem } from '../../core/inference/levenberg-marquardt.ts';
import { startPoints, type StartGuess } from '../../core/inference/start-points.ts';
import { filledFrom } from '../../core/observation/filled-from.ts';
import { createRandom } from '../../core/random/random.ts';
import type { NetworkAnswer } from './network-answer.ts';

export interface Asked {
  readonly answer: NetworkAnswer;
  readonly guess: StartGuess;
}

/** Askings: after these the cell that fills the gaps moves no more by what the next one would notice. */
const TURNS = 3;
/** Steps on what was recorded, after each asking. */
const STEPS = 8;
/** Noise of those steps, pA/pF: from far off the cost has fewer minima where every residual counts less (ADR 10). */
const EASIER_PA_PF = 3;

/**
 * The answer of a network of simulated cells, which has never seen a gap, to a recording of which samples were lost: they are taken from a
 * cell that was fitted to the rest of it, first from the middle of the prior, then from the network's last answer, whichever is nearer. The
 * guess is at the last such cell.
 * @param noise of a sample, pA/pF
 */
export async function askedInTurns(
  model: ClampModel,
  problem: FitProblem,
  samples: Float32Array,
  noise: number,
  ask: (currentPaPf: Float32Array) => Promise<Asked>,
): Promise<Asked> {
  const easier = { ...problem, sigma: problem.sigma.map((sd) => sd * Math.max(1, EASIER_PA_PF / noise)) };
  const fitted = async (theta: Float64Array): Promise<Float64Array> =>
    (await levenbergMarquardt(easier, theta, { iterations: STEPS, tolerance: 0, relativeTolerance: 0 })).theta;
  const nearest = (thetas: readonly Float64Array[]): Float64Array => {
    const costs = problem.simulate(thetas).map((simulated, k) => costOf(easier, thetas[k] as Float64Array, simulated));
    return thetas[costs.indexOf(Math.min(...costs))] as Float64Array;
  };
  let theta = await fitted(new Float64Array(model.parameters.length));
  let asked: Asked | null = null;
  for (let turn = 0; turn < TURNS; turn++) {
    asked = await ask(filledFrom(model.bins, samples, model.simulate([theta])[0] ?? []));
    const [answered = theta] = startPoints(model.parameters, asked.guess, createRandom(0));
    theta = await fitted(nearest([answered, theta]));
  }
  if (asked === null) throw new Error('The network was not asked.');
  const { answer, guess } = asked;
  return { answer, guess: { ...guess, mean: model.multipliers(theta), nuisance: rigOf(model, theta) } };
}

/** Values of electrode, amplifier and history by id. */
function rigOf(model: ClampModel, theta: Float64Array): Record<string, number> {
  const rig = model.parameters.slice(model.cellModel.varied.length);
  return Object.fromEntries(rig.map(({ id }) => [id, model.valueOf(theta, id)]));
}
