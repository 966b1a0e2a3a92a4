import { cholesky } from '../math/cholesky.ts';
import type { Random } from '../random/random.ts';
import { inside } from './coordinate.ts';
import type { FitParameter } from './levenberg-marquardt.ts';
import type { AnswerCoordinates } from './answer-coordinates.ts';

/** First guess of a network, or none. */
export interface StartGuess {
  /** Multipliers and their SDs. */
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  /** Correlation of their errors, row-major; absent or null: unknown. */
  readonly correlation?: Float64Array | null;
  /** Values of nuisance parameters by id, in their units. */
  readonly nuisance: Readonly<Record<string, number>>;
  /** All that a network for living cells answers; then starts are drawn by this alone. */
  readonly coordinates?: AnswerCoordinates;
  /** A place to begin from and no knowledge: what is drawn after it comes from the prior. */
  readonly hint?: boolean;
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
  if (guess?.coordinates) yield* around(guess.coordinates, random);
  const count = guess?.mean.length ?? 0;
  const factor = guess?.correlation ? cholesky(guess.correlation, count) : null;
  if (guess?.hint === true) {
    const [first] = startPoints(parameters, { ...guess, hint: false }, random);
    if (first) yield first;
    yield* startPoints(parameters, null, random);
  }
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

function* around({ z, sd, correlation }: AnswerCoordinates, random: Random): Generator<Float64Array> {
  const n = z.length;
  const factor = correlation ? cholesky(correlation, n) : null;
  yield z.map(inside);
  for (;;) {
    const chances = Float64Array.from(z, () => random.normal());
    yield z.map((middle, i) => {
      const chance = factor ? together(factor, chances, i, n) : (chances[i] as number);
      return inside(middle + (sd[i] === 0 ? NUISANCE_SHARE : (sd[i] as number)) * chance);
    });
  }
}

function together(factor: Float64Array, chances: Float64Array, i: number, count: number): number {
  let sum = 0;
  for (let j = 0; j <= i; j++) sum += (factor[i * count + j] as number) * (chances[j] as number);
  return sum;
}
