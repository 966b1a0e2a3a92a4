import { cholesky } from '../math/cholesky.ts';
import type { Random } from '../random/random.ts';
import type { FitParameter } from './levenberg-marquardt.ts';

/** First guess of a network, or none. */
export interface StartGuess {
  /** Multipliers and their SDs. */
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  /** Correlation of their errors, row-major; absent or null: unknown. */
  readonly correlation?: Float64Array | null;
  /** Values of nuisance parameters by id, in their units. */
  readonly nuisance: Readonly<Record<string, number>>;
}

/** Scatter of nuisance parameters, for which a guess has no SD, as a share of the prior. */
const NUISANCE_SHARE = 0.2;
/** Scatter without a guess, as a share of the prior, away from its edges. */
const PRIOR_SHARE = 0.7;
/** A draw further out would begin on an edge of the prior, where nothing moves. */
const FURTHEST_START = 2;

/**
 * Coordinates to start from: first the guess itself, then draws around it. Without a guess: the prior's middle, then draws from the prior.
 */
export function* startPoints(parameters: readonly FitParameter[], guess: StartGuess | null, random: Random): Generator<Float64Array> {
  const count = guess?.mean.length ?? 0;
  const factor = guess?.correlation ? cholesky(guess.correlation, count) : null;
  for (let k = 0; ; k++) {
    const chances = Float64Array.from(parameters, () => (k === 0 ? 0 : random.normal()));
    yield Float64Array.from(parameters, ({ id, coordinate }, i) => {
      const chance = factor && i < count ? together(factor, chances, i, count) : (chances[i] as number);
      const guessed = i < count ? guess?.mean[i] : guess?.nuisance[id];
      if (guessed === undefined) return chance * (guess ? NUISANCE_SHARE : PRIOR_SHARE);
      const sd = i < count ? (guess?.sd[i] ?? 0) : 0;
      const z = coordinate.of(guessed + sd * chance) + (i < count ? 0 : NUISANCE_SHARE * chance);
      return Math.min(FURTHEST_START, Math.max(-FURTHEST_START, z));
    });
  }
}

function together(factor: Float64Array, chances: Float64Array, i: number, count: number): number {
  let sum = 0;
  for (let j = 0; j <= i; j++) sum += (factor[i * count + j] as number) * (chances[j] as number);
  return sum;
}
