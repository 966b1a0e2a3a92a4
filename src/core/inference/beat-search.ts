import type { SettledSigma } from '../experiment/settled-beat.ts';
import { cholesky } from '../math/cholesky.ts';
import type { Random } from '../random/random.ts';
import type { BeatParts } from './beat-parts.ts';
import { FURTHEST } from './coordinate.ts';
import { costOf, laplace, levenbergMarquardt, type FitOptions, type FitProblem, type Minimum } from './levenberg-marquardt.ts';

/** A cell that the search has found. */
export interface BeatCandidate {
  readonly theta: Float64Array;
  /** See BeatParts.settledMisfit, in the SDs of LOOSE. */
  readonly misfit: number;
  readonly score: number;
}

export interface BeatSearch {
  /** Best first. */
  readonly candidates: readonly BeatCandidate[];
  /** The clamp fitted by itself, and its chi2 in the record's own SDs. */
  readonly clampAlone: Minimum;
}

export interface BeatSearchOptions {
  readonly random: Random;
  readonly cancelled?: () => boolean;
  /** Awaited after every fit, so that a caller can let other work run. */
  readonly onFit?: () => void | Promise<void>;
}

/** Factor on the clamp's SDs while the beat guides the fit: the model's misfit is not noise. */
const SD_INFLATION = 3;
/** Fits begin at the clamp's own minimum, at the prior's middle and between the two; fewer with a prior learned from other cells. */
const STARTS = { wide: 4, learned: 3 };
/** Scatter of the starts between the two, as a share of the prior's SD, and the largest distance. */
const START_SD = 0.6;
const FURTHEST_START = 2;
/**
 * Time constants of the followed beat, ms, with the iterations at each: for every start, then for the lowest two. A cell at rest needs the
 * second only.
 */
const FIRST = [
  [5, 10],
  [20, 8],
] as const;
const THEN = [
  [20, 12],
  [50, 6],
  [100, 6],
] as const;
const FOLLOWED = 2;
/** Draws from the posterior of each of these where no minimum beats nearly as the cell did. */
const DRAWS = 32;
const DRAW_TIME_CONSTANT_MS = 20;
const NEARLY = 10;
/** A draw with a cost above this multiple of the minimum's is discarded. */
const IMPROBABLE = 3;
/** SDs for the ranking of candidates. */
export const LOOSE: SettledSigma = { cycle: 0.2, duration: 0.1, mdpMv: 3, peakMv: 6, restMv: 3 };
/** A clamp residual above this multiple of that of the clamp alone adds this to a candidate's cost. */
const RESIDUAL_FROM = 1.2;
const RESIDUAL_COSTS = 30;
const COST_SHARE = 1 / 300;
const MOST_MISFIT = 3000;

const FIT: FitOptions = { iterations: 40, tolerance: 0.5, relativeTolerance: 5e-3 };

/**
 * Finds cells that carry the clamp's currents and beat (or rest) as the recorded one did. The clamp alone leads to cells at rest, from
 * where no gradient leads to a beating one. So the recorded beat is first imposed on the cell and then released in steps (FollowedBeat),
 * from several starts. The cells found are then run freely and ranked by their settled beat.
 */
export async function searchBeating(parts: BeatParts, { random, cancelled, onFit }: BeatSearchOptions): Promise<BeatSearch> {
  const options: FitOptions = { ...FIT, ...(cancelled ? { cancelled } : {}) };
  const rests = parts.settled.observed.length === 3;
  const starts = STARTS[parts.learned ? 'learned' : 'wide'];
  const clampAlone = await levenbergMarquardt(parts.clampAlone(), parts.middle, {
    ...options,
    relativeTolerance: 2e-3,
  });
  const met: Minimum[] = [];
  const fit = async (timeConstantMs: number, iterations: number, from: Float64Array): Promise<Minimum> => {
    const minimum = await levenbergMarquardt(parts.following(timeConstantMs, SD_INFLATION), from, { ...options, iterations });
    met.push(minimum);
    await onFit?.();
    return minimum;
  };
  const lowest: Minimum[] = [];
  for (const start of startsBetween(clampAlone.theta, parts.middle, starts, random)) {
    let minimum: Minimum | null = null;
    for (const [timeConstantMs, iterations] of rests ? FIRST.slice(1) : FIRST)
      minimum = await fit(timeConstantMs, iterations, minimum?.theta ?? start);
    if (minimum) lowest.push(minimum);
  }
  lowest.sort((a, b) => a.cost - b.cost);
  const centres: Minimum[] = rests ? lowest.slice(0, 1) : [];
  for (const first of rests ? [] : lowest.slice(0, FOLLOWED)) {
    let { theta } = first;
    for (const [at, [timeConstantMs, iterations]] of THEN.entries()) {
      const minimum = await fit(timeConstantMs, iterations, theta);
      theta = minimum.theta;
      if (at === 0) centres.push(minimum);
    }
  }
  const judge = judgeOf(parts, Math.sqrt(parts.clampChi2(clampAlone.simulated)));
  const candidates = judge(met);
  if ((candidates[0]?.misfit ?? Infinity) > NEARLY && cancelled?.() !== true) {
    const problem = parts.following(DRAW_TIME_CONSTANT_MS, SD_INFLATION);
    for (const centre of centres) candidates.push(...judge(drawsAround(problem, centre, random)));
    candidates.sort((a, b) => a.score - b.score);
  }
  return { candidates, clampAlone };
}

function startsBetween(clampAlone: Float64Array, middle: Float64Array, starts: number, random: Random): Float64Array[] {
  const between = Array.from({ length: starts - 2 }, () =>
    clampAlone.map((z, i) =>
      Math.max(-FURTHEST_START, Math.min(FURTHEST_START, 0.5 * (z + (middle[i] ?? 0)) + START_SD * random.normal())),
    ),
  );
  return [clampAlone, middle, ...between];
}

type Met = Pick<Minimum, 'theta' | 'cost' | 'simulated'>;

function judgeOf(parts: BeatParts, alone: number): (met: readonly Met[]) => BeatCandidate[] {
  return (met) => {
    const misfits = parts.settledMisfit(
      met.map(({ theta }) => theta),
      LOOSE,
    );
    const judged = met.map(({ theta, cost, simulated }, i) => {
      const misfit = misfits[i] ?? Infinity;
      const residual = Math.max(0, Math.sqrt(parts.clampChi2(simulated)) / alone - RESIDUAL_FROM);
      return { theta, misfit, score: Math.min(MOST_MISFIT, misfit) + RESIDUAL_COSTS * residual ** 2 + COST_SHARE * cost };
    });
    return judged.sort((a, b) => a.score - b.score);
  };
}

/** Cells around a minimum that clamp and followed beat allow: some of them beat where the minimum does not. */
function drawsAround(problem: FitProblem, centre: Minimum, random: Random): Met[] {
  const n = centre.theta.length;
  const factor = cholesky(laplace(problem, centre).covariance, n);
  if (!factor) throw new Error('The posterior of clamp and beat is not finite: the recordings or their noise estimates are unusable.');
  const thetas = Array.from({ length: DRAWS }, () => {
    const chance = Float64Array.from({ length: n }, () => random.normal());
    return centre.theta.map((z, i) => {
      let sum = z;
      for (let j = 0; j <= i; j++) sum += (factor[i * n + j] as number) * (chance[j] as number);
      return Math.max(-FURTHEST, Math.min(FURTHEST, sum));
    });
  });
  return problem
    .simulate(thetas)
    .map((simulated, i) => ({ theta: thetas[i] ?? centre.theta, simulated, cost: costOf(problem, thetas[i] ?? centre.theta, simulated) }))
    .filter(({ cost }) => cost < IMPROBABLE * centre.cost);
}
