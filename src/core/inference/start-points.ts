import { VARIED_COUNT } from '../cell/parameters.ts';
import type { Random } from '../random/random.ts';
import type { FitParameter } from './levenberg-marquardt.ts';

/** What a network (or nothing) says of where a fit should begin. */
export interface StartGuess {
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  /** Values of nuisance parameters by id, in fit coordinates. */
  readonly nuisance: Readonly<Record<string, number>>;
}

/** First the guess itself, then draws around it. Without a guess: the prior mean, then draws from the prior. */
export function* startPoints(parameters: readonly FitParameter[], guess: StartGuess | null, random: Random): Generator<Float64Array> {
  for (let k = 0; ; k++) {
    yield Float64Array.from(parameters, (p, i) => {
      const multiplier = i < VARIED_COUNT;
      const mean = guess ? (multiplier ? (guess.mean[i] ?? p.priorMean) : (guess.nuisance[p.id] ?? p.priorMean)) : p.priorMean;
      const sd = guess && multiplier ? (guess.sd[i] ?? p.priorSd) : p.priorSd * (guess ? 0.2 : 0.7);
      const draw = k === 0 ? mean : mean + sd * random.normal();
      return Math.min(p.high - p.step, Math.max(p.low + p.step, draw));
    });
  }
}
