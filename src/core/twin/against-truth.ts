import type { Twin } from './twin.ts';

/** A twin of a simulated cell beside what was drawn for that cell. */
export interface AgainstTruth {
  /** Parameters whose true value is within the twin's 90 % interval. */
  readonly inIntervals: number;
  readonly of: number;
  /** Errors of the posterior means in units of their SDs (rms): 1 where the twin's SDs are right. */
  readonly rmsErrorInSds: number;
}

/** @param multipliers of the true cell, in the order of the twin's parameters */
export function againstTruth({ parameters }: Pick<Twin, 'parameters'>, multipliers: readonly number[]): AgainstTruth {
  const truth = (i: number): number => multipliers[i] ?? NaN;
  const held = parameters.filter(({ interval90: [low, high] }, i) => truth(i) >= low && truth(i) <= high);
  const squares = parameters.reduce((sum, { mean, sd }, i) => sum + ((mean - truth(i)) / sd) ** 2, 0);
  return { inIntervals: held.length, of: parameters.length, rmsErrorInSds: Math.sqrt(squares / parameters.length) };
}
