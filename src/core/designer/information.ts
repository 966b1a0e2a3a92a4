import { cholesky, choleskyInverse } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';

/**
 * Sensitivities of a record: `columns[i][k]`, change of the current at step k by parameter i, in units of the noise of the samples of step
 * k.
 */
export interface Sensitivities {
  readonly columns: readonly Float64Array[];
  readonly steps: number;
}

/** Fisher information J'J, row-major n x n. */
export function fisherInformation({ columns, steps }: Sensitivities): Float64Array {
  return gram(columns, steps);
}

/** A protocol under which the simulation gives no finite current: it ranks last in a search. */
export class NoInformationError extends Error {}

export interface Bound {
  /** Posterior covariance, row-major n x n. */
  readonly covariance: Float64Array;
  /** Natural logarithm of the determinant of (information + prior) over the prior's: information gained by the recording, nats. */
  readonly logDet: number;
}

/**
 * Posterior of a Gaussian prior and the information of a recording (Cramer-Rao with prior, Van Trees 1968).
 * @param information n x n, not changed
 * @throws NoInformationError when the information is not finite
 */
export function posteriorBound(information: Float64Array, priorSd: ArrayLike<number>): Bound {
  const n = priorSd.length;
  const precision = information.slice();
  let logPrior = 0;
  for (let i = 0; i < n; i++) {
    const sd = priorSd[i] as number;
    precision[i * n + i] = (precision[i * n + i] as number) + 1 / sd ** 2;
    logPrior -= 2 * Math.log(sd);
  }
  const factor = cholesky(precision, n);
  if (!factor)
    throw new NoInformationError('The information of the protocol is not finite: the simulated current has no usable sensitivities.');
  let logDet = -logPrior;
  for (let i = 0; i < n; i++) logDet += 2 * Math.log(factor[i * n + i] as number);
  return { covariance: choleskyInverse(factor, n), logDet };
}

/** Largest share of a parameter's variance that the recording can explain: 1 - posterior variance / prior variance. */
export function r2Bounds({ covariance }: Bound, priorSd: ArrayLike<number>, count: number): Float64Array {
  const n = priorSd.length;
  return Float64Array.from({ length: count }, (_, i) => 1 - (covariance[i * n + i] as number) / (priorSd[i] as number) ** 2);
}
