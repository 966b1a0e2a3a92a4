import type { MultiplierPrior } from '../../../core/inference/multiplier-prior.ts';
import { searchMinima, type BasinHopOptions } from '../../../core/inference/search-minima.ts';
import type { Minimum } from '../../../core/inference/levenberg-marquardt.ts';
import { startPoints, type StartGuess } from '../../../core/inference/start-points.ts';
import { createRandom } from '../../../core/random/random.ts';
import { searchOptions } from './search-options.ts';
import { needed, type Stage } from './stage.ts';

const STARTS = { network: { fewest: 2, most: 2 }, none: { fewest: 2, most: 4 } } as const;
/**
 * Living cells have more parameters and no network, and different chains of basin hops end in different minima: the ensemble uses those
 * of all chains.
 */
const BASIN_HOPS = { population: { chains: 1, most: 15, patience: 5 }, living: { chains: 3, most: 40, patience: 12 } } as const;
/**
 * Noise of the first noise-inflated fit of a start, pA/pF; each next fit uses a third of it, until the noise itself is near. Starts
 * alternate: the short sequence stays near the network's answer, the long one leaves it.
 */
const LARGEST_NOISE_PA_PF = { network: [3, 30], none: [10, 30] } as const;
const NOISE_STEP = 3.2;
/** From a network for living cells: its answer and draws of it, one easier fit before each, and no hops. */
const FROM_LIVING_NETWORK = { starts: 3, inflation: [3] } as const;
/** Below this the error of the model counts, pA/pF. */
const LEAST_NOISE = 0.03;

/** Fits from the guess, or from the prior, with decreasing noise inflation, then basin hops from the lowest minima. */
export const searchStage: Stage = {
  name: 'search',
  shown: 'refining',
  until: 0.65,
  async run(state, context) {
    const { request, guess } = state;
    const problem = needed(state.problem, 'record in bins');
    const noise = needed(state.noise, 'noise');
    const { fewest, most, basinHops } = planOf(guess, request.setting.clamp.prior.kind);
    const longest = most + (basinHops ? basinHops.chains * basinHops.most : 0);
    const random = createRandom(request.seed);
    const searching = { ...state, budget: request.model.simulations + (request.simulations ?? Infinity) };
    const { onIteration: _none, ...options } = searchOptions(searching, context);
    let start = 0;
    let reported: { readonly lowest: Minimum; readonly values: Float64Array } | undefined;
    const found = await searchMinima(problem, startPoints(problem.parameters, guess, random.fork(1)), {
      ...options,
      fewest,
      most,
      ...(basinHops ? { basinHops: { ...basinHops, random: random.fork(3) } } : {}),
      noiseInflation: (at) => (guess?.coordinates ? FROM_LIVING_NETWORK.inflation : noiseInflation(noise, isInformed(guess), at)),
      onStart: (at) => (start = at),
      onFound: async (lowest, starts) => {
        if (lowest !== reported?.lowest) reported = { lowest, values: request.model.values(lowest.theta) };
        context.estimate({ source: 'start', starts, chi2PerSample: lowest.chi2 / lowest.observations, values: reported.values });
        await context.rest();
      },
      onIteration: async (iteration, cost) => {
        context.report(
          (start + Math.min(1, iteration / options.iterations)) / longest,
          `Fit ${start + 1} of at most ${longest}, iteration ${iteration}, cost ${cost.toFixed(0)}`,
        );
        await context.rest();
      },
    });
    return { ...searching, found };
  },
};

interface SearchPlan {
  readonly fewest: number;
  readonly most: number;
  readonly basinHops: Omit<BasinHopOptions, 'random'> | null;
}

function planOf(guess: StartGuess | null, kind: MultiplierPrior['kind']): SearchPlan {
  if (guess?.coordinates) {
    const { starts } = FROM_LIVING_NETWORK;
    return { fewest: starts, most: starts, basinHops: null };
  }
  const { fewest, most } = isInformed(guess) ? STARTS.network : STARTS.none;
  const basinHops = BASIN_HOPS[kind];
  return { fewest: Math.max(fewest, basinHops.chains), most, basinHops };
}

/** Whether a network for cells of this kind has answered; else there is at most a place to begin. */
function isInformed(guess: StartGuess | null): boolean {
  return guess !== null && guess.hint !== true;
}

/** Factors of the noise for the noise-inflated fits of a start. */
export function noiseInflation(noise: number, guessed: boolean, start: number): number[] {
  const factors: number[] = [];
  const largest = LARGEST_NOISE_PA_PF[guessed ? 'network' : 'none'][start % 2] as number;
  for (let noisePaPf = largest; noisePaPf > 1.5 * Math.max(noise, LEAST_NOISE); noisePaPf /= NOISE_STEP)
    factors.push(noisePaPf / Math.max(noise, LEAST_NOISE));
  return factors;
}
