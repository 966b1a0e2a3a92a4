import { cholesky } from '../../core/math/cholesky.ts';

/** Limit of a single row, which must not cause a correlation. */
const FURTHEST_ERROR = 4;
/** Shrinkage towards 0: keeps the matrix definite and chance correlations small. */
const SHRINKAGE = 0.02;

/**
 * Correlation of a network's errors: of (truth - mean) / SD over recordings, P x P, row-major. With the SDs of an answer it gives the
 * covariance of the answer.
 * @param truth, mean, sd rows x P, of cells that the network was not trained on
 * @throws Error for fewer rows than outputs
 */
export function errorCorrelation(truth: Float32Array, mean: Float32Array, sd: Float32Array, rows: number): Float64Array {
  const p = truth.length / rows;
  if (!Number.isInteger(p) || rows <= p) throw new Error(`A correlation of ${p} outputs needs more recordings than that, got ${rows}.`);
  const errors = truth.map((value, i) =>
    Math.max(-FURTHEST_ERROR, Math.min(FURTHEST_ERROR, (value - (mean[i] as number)) / (sd[i] as number))),
  );
  const products = new Float64Array(p * p);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < p; i++) {
      const error = errors[row * p + i] as number;
      for (let j = 0; j <= i; j++) products[i * p + j] = (products[i * p + j] as number) + error * (errors[row * p + j] as number);
    }
  }
  const correlation = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    correlation[i * p + i] = 1;
    for (let j = 0; j < i; j++) {
      const spread = Math.sqrt((products[i * p + i] as number) * (products[j * p + j] as number));
      const value = spread > 0 ? ((1 - SHRINKAGE) * (products[i * p + j] as number)) / spread : 0;
      correlation[i * p + j] = value;
      correlation[j * p + i] = value;
    }
  }
  return correlation;
}

/**
 * Gain by the correlation over means and SDs alone: mean Gaussian log likelihood of a recording's truth with it minus that without, nats
 * per recording. On cells that it was not measured on it is above 0 only where errors are correlated.
 * @throws Error where the correlation is not definite
 */
export function correlationGain(
  truth: Float32Array,
  mean: Float32Array,
  sd: Float32Array,
  rows: number,
  correlation: Float64Array,
): number {
  const p = truth.length / rows;
  const factor = cholesky(correlation, p);
  if (!factor) throw new Error('The correlation of the errors is not definite: measure it on more recordings.');
  let gain = 0;
  for (let i = 0; i < p; i++) gain -= rows * Math.log(factor[i * p + i] as number);
  const white = new Float64Array(p);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < p; i++) {
      const at = row * p + i;
      const error = ((truth[at] as number) - (mean[at] as number)) / (sd[at] as number);
      let left = error;
      for (let j = 0; j < i; j++) left -= (factor[i * p + j] as number) * (white[j] as number);
      white[i] = left / (factor[i * p + i] as number);
      gain += (error * error - (white[i] as number) ** 2) / 2;
    }
  }
  return gain / rows;
}
