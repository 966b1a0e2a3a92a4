import { cholesky } from '../math/cholesky.ts';
import type { Random } from '../random/random.ts';
import { inside } from './coordinate.ts';
import type { FitResult } from './levenberg-marquardt.ts';

/** Points from the Gaussian posterior that Laplace's approximation sees at a minimum. @throws Error where it is not finite */
export function gaussianDraws(
  { theta, covariance }: Pick<FitResult, 'theta' | 'covariance'>,
  count: number,
  random: Random,
): Float64Array[] {
  const n = theta.length;
  const factor = cholesky(covariance, n);
  if (!factor) throw new Error('The posterior of the fit is not finite: the recording or its noise estimate is unusable.');
  return Array.from({ length: count }, () => {
    const chance = Float64Array.from(theta, () => random.normal());
    return theta.map((z, i) => {
      let sum = z;
      for (let j = 0; j <= i; j++) sum += (factor[i * n + j] as number) * (chance[j] as number);
      return inside(sum);
    });
  });
}
