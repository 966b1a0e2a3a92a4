import type { FitResult } from '../../core/inference/levenberg-marquardt.ts';
import type { Posterior } from '../twin/inference-request.ts';

/** SD of every multiplier before the recording. */
export function multiplierSds({ priorSd, priorSds, model }: Posterior): number | readonly number[] {
  if (priorSds === undefined) return priorSd;
  return model.cellModel.varied.map((_, i) => {
    const { coordinate } = model.parameters[i] ?? {};
    const sd = priorSds[i] ?? NaN;
    // That of the log-normal distribution around the published value.
    return coordinate === undefined ? NaN : (coordinate.value(sd) - coordinate.value(-sd)) / 2;
  });
}

/** Covariance of the coordinates in units of their prior SDs. */
export function scaledCovariance({ priorSds }: Posterior, { covariance, theta }: FitResult): Float64Array {
  if (priorSds === undefined) return covariance;
  const n = theta.length;
  return covariance.map((value, at) => value / ((priorSds[Math.floor(at / n)] ?? NaN) * (priorSds[at % n] ?? NaN)));
}
