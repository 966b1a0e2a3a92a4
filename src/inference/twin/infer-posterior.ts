import { setImmediate as otherWork } from 'node:timers/promises';
import { boundedInterval } from '../../core/inference/bounded-interval.ts';
import type { ClampModel, ClampSetup } from '../../core/inference/clamp-fit.ts';
import { inside } from '../../core/inference/coordinate.ts';
import type { FitProblem, FitResult, Minimum } from '../../core/inference/levenberg-marquardt.ts';
import { marginal, type Marginal } from '../../core/inference/marginal.ts';
import { multiStart, type Search } from '../../core/inference/multi-start.ts';
import { multiplierPriorSd } from '../../core/inference/multiplier-prior.ts';
import { binSigma, estimateNoise, FINE_DISCREPANCY, type Discrepancy } from '../../core/observation/noise.ts';
import { binRecording } from '../../core/observation/observation-bins.ts';
import { drawPosterior } from '../../core/inference/posterior-draws.ts';
import { startPoints, type StartGuess } from '../../core/inference/start-points.ts';
import type { PhenotypeOutcome } from '../../core/beat/phenotype.ts';
import { createRandom } from '../../core/random/random.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { TwinFit } from '../../core/twin/twin.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { Predictor } from '../network/index.ts';
import { asMostDo } from './as-most-do.ts';
import type { Setting } from './clamp-setup.ts';
import { fitFigures } from './fit-figures.ts';
import { putRight } from './put-right.ts';
import { withoutGridError } from './without-grid-error.ts';
import { askNetwork, type NetworkAnswer } from './network-answer.ts';

export type InferenceMethod = 'network' | 'refined' | 'fit';

/** What is known of a cell after its recording, before it is written out as a twin. */
export interface Posterior {
  readonly setup: ClampSetup;
  readonly model: ClampModel;
  /** The twin itself: coordinates of the best fit, or of what most of the ensemble does (see asMostDo), and the cell as the engines take it. */
  readonly theta: Float64Array;
  readonly values: Float64Array;
  /** Of the multipliers. */
  readonly marginals: readonly Marginal[];
  readonly priorSd: number;
  /** Coordinates of cells that the recording cannot tell from the twin; by the network cells drawn from its answer, by a network alone none where it does not tell how its errors go together. */
  readonly draws: readonly Float64Array[];
  /** Where draws were to do what was seen: how many were drawn and how many of them did; `chosen`: these are `draws`, else too few did and `draws` are the first. */
  readonly drawn?: { readonly all: number; readonly alike: number; readonly chosen: boolean } | null;
  readonly fit: TwinFit;
  /** Null for the method 'network'. */
  readonly result: FitResult | null;
  /** Recordings that were simulated for it. */
  readonly simulations: number;
  /** Features of the recording that lie outside all that the network was trained on; null without one. */
  readonly unlikeFeatures: number | null;
}

/** Known on the way: the cell (ADJUSTABLE values; the same array as long as it is the same cell) and how well it fits. */
export interface PosteriorEstimate extends Omit<TwinEstimate, 'beat'> {
  readonly values: Float64Array;
}

export interface InferenceRequest {
  readonly recording: VoltageClampRecording;
  readonly method: InferenceMethod;
  readonly seed: number;
  readonly setting: Setting;
  readonly model: ClampModel;
  readonly predictor: Predictor | null;
  /**
   * The search alone, ended at the first iteration after so many simulations: marginals then are Laplace's at the best point, and there are no draws, which
   * would go on searching. Absent: until it has converged.
   */
  readonly simulations?: number;
  /** See MultiStartOptions; draws that do not are not kept either. */
  readonly alike?: (thetas: readonly Float64Array[]) => readonly boolean[];
  /** What cells do by themselves: the twin then does what most of the ensemble does. Where `alike` is told, that decides. */
  readonly outcomes?: (thetas: readonly Float64Array[]) => readonly PhenotypeOutcome[];
  /** Of the method 'network': its answer as it is, without the steps that put it right. */
  readonly networkAlone?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: 'features' | 'network' | 'refining', fraction: number, message: string) => void;
  /** Told what is known so far while a search goes on: the network's answer, then after each start and after the search. */
  readonly onEstimate?: (estimate: PosteriorEstimate) => void;
}

const STARTS = { network: { fewest: 2, most: 2 }, none: { fewest: 2, most: 4 } } as const;
/** Living cells have more parameters and no network, and where one chain of hops ends another does not: what all of them found goes into the ensemble. */
const HOPS = { population: { chains: 1, most: 15, patience: 5 }, living: { chains: 3, most: 40, patience: 12 } } as const;
const ITERATIONS = 60;
/** Pairs of draws from the posterior: what an ensemble of 24 costs is about one more start. */
const DRAW_PAIRS = 12;
/** Where only draws that do what was seen are kept: times as many as are wanted are drawn at most, and with fewer kept all are taken as they come. */
const MOST_DRAWN = 4;
const FEWEST_KEPT = 8;
/**
 * The first blunt fit of a start takes noise for this large, pA/pF; each next one a third of it, until the noise itself is near. Starts take turns: the short way keeps
 * what the network knows, the long one forgets it.
 */
const BLUNTEST_PA_PF = { network: [3, 30], none: [10, 30] } as const;
const BLUNT_STEP = 3.2;
/** Below this the error of the model itself counts, pA/pF. */
const LEAST_NOISE = 0.03;
/** Below this noise what is left of the kernel's error counts, pA/pF. */
const QUIET_PA_PF = 0.02;
/** Shares of the progress bar. */
const SEARCHED = 0.65;
const DRAWN = 0.94;

/** Network, search and draws, as far as the method asks for them. @throws Error for a method without its network */
export async function inferPosterior(request: InferenceRequest): Promise<Posterior> {
  const { recording, method, setting, model, predictor } = request;
  const { clamp } = setting;
  const before = model.simulations;
  request.onProgress?.('features', 0.02, 'Reading the recording');
  const noise = Math.max(0.001, estimateNoise(model.bins, recording.currentPaPf));
  let answer: NetworkAnswer | null = null;
  if (predictor && method !== 'fit') {
    request.onProgress?.('network', 0.05, 'Asking the network');
    answer = await askNetwork(predictor, recording, { noise, rig: clamp.mode === 'rig', expectedRsCmMs: clamp.expectedRsCmMs, temperatureC: clamp.temperatureC }, model.cellModel);
  }
  const observed = binRecording(model.bins, recording.currentPaPf);
  const sigma = (off: Discrepancy): Float64Array => binSigma(model.bins, observed, noise, setting.blankMs, off);
  const problem = model.problem(observed, sigma(setting.discrepancy));
  const priorSd = multiplierPriorSd(clamp.prior);
  const guess = answer ? guessOf(answer) : null;
  const common = { setup: clamp, model, priorSd, unlikeFeatures: answer?.unlikeFeatures ?? null };
  const [guessed, ...guesses] = guess ? pointsOf(model, guess, answer?.correlation ? 1 + 2 * DRAW_PAIRS : 1, request.seed) : [];
  if (answer && guessed && (method === 'network' || request.onEstimate)) {
    const told = request.networkAlone === true
      ? { theta: guessed, marginals: networkMarginals(answer, clamp), draws: guesses, steps: 0 }
      : await putRight(problem, model, answer, guessed, DRAW_PAIRS, createRandom(request.seed));
    const { theta, marginals, draws, steps } = told;
    const values = model.values(theta);
    const fit = fitFigures(problem, theta, noise, steps);
    if (request.onEstimate) {
      request.onEstimate({ source: 'network', starts: 0, chi2PerSample: fit.chi2PerSample, values });
      await otherWork();
      request.signal?.throwIfAborted();
    }
    if (method === 'network') return { ...common, theta, values, marginals, draws, fit, result: null, simulations: model.simulations - before };
  }
  if (method === 'network') throw new Error('The method "network" was asked without a network.');
  const search = await findHills(problem, guess, noise, request);
  const whole = request.simulations === undefined;
  // Of what a living cell is off its model the kernel's steps are nothing. Differences to both sides: here a fit has to arrive; with one-sided ones, long behind an electrode, it stops on the flank of
  // valleys that the recording makes narrow.
  const quiet = noise < QUIET_PA_PF;
  const followed = quiet && search.problem === problem ? model.problem(observed, sigma(FINE_DISCREPANCY)) : search.problem;
  const fine = whole && clamp.prior.kind === 'population' ? await withoutGridError(model, followed, search.hills, {
    iterations: ITERATIONS,
    tolerance: 0.05,
    relativeTolerance: 1e-5,
    central: quiet || clamp.mode === 'rig',
    cancelled: () => request.signal?.aborted === true,
    onIteration: async (iteration, cost) => {
      request.onProgress?.('refining', SEARCHED, `At fine steps, iteration ${iteration}, cost ${cost.toFixed(0)}`);
      await otherWork();
    },
  }) : search;
  request.signal?.throwIfAborted();
  const [best] = fine.hills;
  const simulations = (): number => model.simulations - before;
  const fit = fitFigures({ ...problem, observed: fine.problem.observed }, best.theta, noise, best.iterations);
  let point = { ...common, theta: best.theta, values: model.values(best.theta), fit, result: best };
  if (!whole) return { ...point, marginals: laplaceMarginals(model, best), draws: [], simulations: simulations() };
  request.onEstimate?.({ source: 'search', starts: search.starts, chi2PerSample: fit.chi2PerSample, values: point.values });
  await otherWork();
  const { kept, first, drawn } = await drawPosterior(fine.problem, fine.hills, {
    pairs: DRAW_PAIRS,
    ...(request.alike ? { keep: request.alike, most: MOST_DRAWN * DRAW_PAIRS } : {}),
    random: createRandom(request.seed).fork(2),
    cancelled: () => request.signal?.aborted === true,
    onDraw: async (draw) => {
      request.onProgress?.('refining', SEARCHED + ((DRAWN - SEARCHED) * draw) / (2 * DRAW_PAIRS), `Ensemble: ${draw} of ${2 * DRAW_PAIRS} cells that fit as well`);
      await otherWork();
    },
  });
  request.signal?.throwIfAborted();
  const enough = kept.length >= FEWEST_KEPT;
  const draws = enough ? kept : first;
  const marginals = Array.from({ length: model.cellModel.varied.length }, (_, i) => {
    const parameter = model.parameters[i];
    if (!parameter) throw new Error(`The fit has no parameter ${i}.`);
    return marginal(parameter.coordinate, draws.map((draw) => draw[i] as number));
  });
  if (request.outcomes && !request.alike) {
    const theta = asMostDo(fine.problem, best.theta, draws, request.outcomes);
    point = { ...point, theta, values: model.values(theta), fit: fitFigures({ ...problem, observed: fine.problem.observed }, theta, noise, best.iterations) };
  }
  return { ...point, marginals, draws, drawn: request.alike ? { all: drawn, alike: kept.length, chosen: enough } : null, simulations: simulations() };
}

/** The network's answer and cells drawn from what it tells, as coordinates. */
function pointsOf(model: ClampModel, guess: StartGuess, count: number, seed: number): Float64Array[] {
  const points = startPoints(model.parameters, guess, createRandom(seed));
  const [first = new Float64Array(0), ...others] = Array.from({ length: count }, () => points.next().value as Float64Array);
  // Of electrode and amplifier the answer itself is kept.
  return [first, ...others.map((point) => point.map((z, i) => (i < model.cellModel.varied.length ? z : (first[i] as number))))];
}

function guessOf(answer: NetworkAnswer): StartGuess {
  const { mean, sd, correlation, logRsCmMs, logLeakNsPf, residualCapacitance } = answer;
  return { mean, sd, correlation, nuisance: { rsCmMs: Math.exp(logRsCmMs), leakNsPf: Math.exp(logLeakNsPf), residualCapacitance } };
}

function networkMarginals({ mean, sd }: NetworkAnswer, { prior }: ClampSetup): Marginal[] {
  const bounds = prior.kind === 'population' ? ([1 - prior.spread, 1 + prior.spread] as const) : ([0.05, 5] as const);
  return Array.from(mean, (value, i) => ({ mean: value, sd: sd[i] ?? NaN, interval90: boundedInterval(value, sd[i] ?? NaN, bounds) }));
}

/** At the minimum itself: the mean is that of the twin. */
function laplaceMarginals({ parameters, cellModel }: ClampModel, { theta, covariance }: FitResult): Marginal[] {
  const n = parameters.length;
  return parameters.slice(0, cellModel.varied.length).map(({ coordinate }, i) => {
    const z = theta[i] ?? NaN;
    const spread = Math.sqrt(covariance[i * n + i] ?? NaN);
    const at = (quantile: number): number => coordinate.value(inside(z + quantile * spread));
    return { mean: coordinate.value(z), sd: (at(1) - at(-1)) / 2, interval90: [at(-1.645), at(1.645)] };
  });
}

async function findHills(problem: FitProblem, guess: StartGuess | null, noise: number, request: InferenceRequest): Promise<Search> {
  const { fewest, most } = guess ? STARTS.network : STARTS.none;
  const hops = HOPS[request.setting.clamp.prior.kind];
  const longest = most + hops.chains * hops.most;
  const random = createRandom(request.seed);
  let start = 0;
  let told: { readonly lowest: Minimum; readonly values: Float64Array } | undefined;
  const budget = request.model.simulations + (request.simulations ?? Infinity);
  const search = await multiStart(problem, startPoints(problem.parameters, guess, random.fork(1)), {
    fewest: Math.max(fewest, hops.chains),
    most,
    hops: { ...hops, random: random.fork(3) },
    blunting: (start) => bluntingFor(noise, guess !== null, start),
    iterations: ITERATIONS,
    central: request.setting.clamp.prior.kind === 'living',
    tolerance: 0.05,
    relativeTolerance: request.method === 'fit' ? 1e-4 : 1e-5,
    cancelled: () => request.signal?.aborted === true || request.model.simulations >= budget,
    ...(request.alike ? { alike: request.alike } : {}),
    onStart: (at) => (start = at),
    onFound: async (lowest, starts) => {
      if (lowest !== told?.lowest) told = { lowest, values: request.model.values(lowest.theta) };
      request.onEstimate?.({ source: 'start', starts, chi2PerSample: lowest.chi2 / lowest.observations, values: told.values });
      await otherWork();
    },
    onIteration: async (iteration, cost) => {
      request.onProgress?.('refining', 0.08 + ((SEARCHED - 0.08) * (start + Math.min(1, iteration / ITERATIONS))) / longest, `Fit ${start + 1} of at most ${longest}, iteration ${iteration}, cost ${cost.toFixed(0)}`);
      await otherWork();
    },
  });
  request.signal?.throwIfAborted();
  return search;
}

/** Factors of the noise for the blunt fits of a start. */
export function bluntingFor(noise: number, guessed: boolean, start: number): number[] {
  const factors: number[] = [];
  const bluntest = BLUNTEST_PA_PF[guessed ? 'network' : 'none'][start % 2] as number;
  for (let blunt = bluntest; blunt > 1.5 * Math.max(noise, LEAST_NOISE); blunt /= BLUNT_STEP) factors.push(blunt / Math.max(noise, LEAST_NOISE));
  return factors;
}
