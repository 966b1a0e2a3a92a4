import type { SettledSigma } from '../experiment/settled-beat.ts';
import type { BeatParts } from './beat-parts.ts';
import { LOOSE, type BeatSearch, type BeatSearchOptions } from './beat-search.ts';
import { levenbergMarquardt, type FitOptions, type FitProblem, type Minimum } from './levenberg-marquardt.ts';

/** Agreement of the twin's beat with that of the cell. */
export interface SettledTwin {
  readonly minimum: Minimum;
  /** Sum of squares of the settled beat's errors in the SDs of LOOSE. */
  readonly misfit: number;
  /** Clamp residual over that of the clamp alone. */
  readonly residualRatio: number;
}

/** Factor on the clamp's SDs. */
const SD_INFLATION = 2;
const TIME_CONSTANT_MS = 20;
/** SDs of the settled beat, one fit after the other, with the iterations of each. The first fit only where the candidate is far off. */
const FAR: SettledSigma = { cycle: 0.1, duration: 0.08, mdpMv: 2, peakMv: 4, restMv: 2 };
const NEAR: SettledSigma = { cycle: 0.02, duration: 0.03, mdpMv: 1, peakMv: 2, restMv: 1 };
const LAST: SettledSigma = { cycle: 0.005, duration: 0.015, mdpMv: 0.7, peakMv: 1.5, restMv: 0.5 };
const ITERATIONS = 6;
const LAST_ITERATIONS = 14;
const LAST_TOLERANCE = 5e-4;
const FAR_OFF = 0.3;
/** Candidates that are fitted; the next one only where the one before is not good enough. */
const MOST = 2;
const GOOD_MISFIT = 0.05;
const GOOD_RATIO = 1.4;
const FIT: FitOptions = { iterations: ITERATIONS, tolerance: 0.5, relativeTolerance: 2e-3 };

/**
 * Fits the settled beat of the best candidates together with clamp and followed beat, at ever smaller SDs.
 * @param cycleLengthMs of the recorded cell; null where it rests
 * @returns null where no candidate beats (or rests) as the cell did
 */
export async function settleBeat(
  parts: BeatParts,
  { candidates, clampAlone }: BeatSearch,
  cycleLengthMs: number | null,
  { cancelled, onFit }: Omit<BeatSearchOptions, 'random'>,
): Promise<SettledTwin | null> {
  const alone = Math.sqrt(parts.clampChi2(clampAlone.simulated));
  const options: FitOptions = { ...FIT, ...(cancelled ? { cancelled } : {}) };
  const parameters = parts.differences(cycleLengthMs);
  let best: SettledTwin | null = null;
  for (const candidate of candidates.slice(0, MOST).filter(({ misfit }) => Number.isFinite(misfit))) {
    let { theta } = candidate;
    const settled = parts.settledPart(parameters);
    const problemOf = (sds: SettledSigma): FitProblem => ({ ...parts.settling(TIME_CONSTANT_MS, settled(sds), SD_INFLATION), parameters });
    for (const sds of candidate.misfit > FAR_OFF ? [FAR, NEAR] : cycleLengthMs === null ? [] : [NEAR]) {
      ({ theta } = await levenbergMarquardt(problemOf(sds), theta, options));
      await onFit?.();
    }
    const minimum = await levenbergMarquardt(problemOf(LAST), theta, {
      ...options,
      iterations: LAST_ITERATIONS,
      relativeTolerance: LAST_TOLERANCE,
    });
    const [misfit = Infinity] = parts.settledMisfit([minimum.theta], LOOSE);
    const twin = { minimum, misfit, residualRatio: Math.sqrt(parts.clampChi2(minimum.simulated)) / alone };
    if (best === null || settledScore(twin) < settledScore(best)) best = twin;
    if (best.misfit < GOOD_MISFIT && best.residualRatio < GOOD_RATIO) break;
  }
  return best;
}

/** The lower, the better a twin of clamp and potential. */
export function settledScore({ misfit, residualRatio }: SettledTwin): number {
  return Math.min(1000, 30 * misfit) + 20 * Math.max(0, residualRatio - 1.2) ** 2;
}
