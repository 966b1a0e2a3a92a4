import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { gram } from '../math/gram.ts';

/** A fit near which something is added: all in units of the SD of each observation, 0 where one does not count. */
export interface FittedRecord {
  /** Observed less simulated. */
  readonly residual: Float64Array;
  /** d simulated / d z, one column a parameter. */
  readonly columns: readonly Float64Array[];
  /** Precision of the prior of z, row-major; absent: the identity. */
  readonly precision?: Float64Array;
  /** z less the centre of its prior. */
  readonly fromCentre: Float64Array;
}

/** How much of a waveform a record holds beyond what the parameters of the fit can follow. */
export interface AddedWaveform {
  /** Of the waveform as given. */
  readonly amplitude: number;
  /** By the SDs of the observations alone. */
  readonly sd: number;
  /** By which chi2 and the prior's cost fall together. */
  readonly drop: number;
  /** What is left of the residual then. */
  readonly left: Float64Array;
}

/**
 * Least squares of one more parameter, the amplitude of a waveform without a prior, beside all parameters of the fit, which move along with
 * it (linearly) to the minimum. What they can follow of the waveform is not counted.
 * @param waveform in units of the SD of each observation, 0 where one does not count
 * @returns null where the parameters follow all of the waveform
 */
export function addedWaveform({ residual, columns, precision, fromCentre }: FittedRecord, waveform: Float64Array): AddedWaveform | null {
  const n = columns.length;
  const normal = gram(columns);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) normal[i * n + j] = (normal[i * n + j] as number) + (precision?.[i * n + j] ?? (i === j ? 1 : 0));
  const factor = cholesky(normal, n);
  if (factor === null) return null;
  const pull = Float64Array.from({ length: n }, (_, i) =>
    fromCentre.reduce((sum, z, j) => sum + (precision?.[i * n + j] ?? (i === j ? 1 : 0)) * z, 0),
  );
  const along = (vector: Float64Array): Float64Array => Float64Array.from(columns, (column) => dot(column, vector));
  const moved = choleskySolve(
    factor,
    n,
    along(residual).map((value, i) => value - (pull[i] as number)),
  );
  const followed = along(waveform);
  const follow = choleskySolve(factor, n, followed);
  const own = dot(waveform, waveform) - dot(followed, follow);
  if (!(own > 1e-9 * dot(waveform, waveform))) return null;
  const unfollowed = dot(waveform, residual) - dot(followed, moved);
  const amplitude = unfollowed / own;
  const left = residual.map((value, r) => value - amplitude * (waveform[r] as number));
  columns.forEach((column, i) => {
    const step = (moved[i] as number) - amplitude * (follow[i] as number);
    for (let r = 0; r < left.length; r++) left[r] = (left[r] as number) - step * (column[r] as number);
  });
  return { amplitude, sd: 1 / Math.sqrt(own), drop: unfollowed * amplitude, left };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
