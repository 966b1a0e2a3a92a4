import type { ResidualCorrelation } from '../twin/twin.ts';
import type { FitProblem } from './levenberg-marquardt.ts';

/** Two-sided normal quantile of 99 %: limit of the correlation of white noise, times the root of the number of its values. */
const CHANCE_99 = 2.576;
/** For a correlation nearer to 1 the number of independent observations is not determined. */
const MOST = 0.98;

/** Residuals in units of their SD; 0 where an observation does not count. */
export function standardised({ observed, sigma }: Pick<FitProblem, 'observed' | 'sigma'>, simulated: Float64Array): Float64Array {
  return observed.map((value, r) => (value - (simulated[r] as number)) / (sigma[r] as number));
}

/** Correlation of neighbours among the standardised residuals that count; null for fewer than three pairs. */
export function residualCorrelation(z: Float64Array, sigma: Float64Array): ResidualCorrelation | null {
  let pairs = 0;
  let product = 0;
  let square = 0;
  for (let r = 1; r < z.length; r++) {
    if (!Number.isFinite(sigma[r - 1]) || !Number.isFinite(sigma[r])) continue;
    const [a, b] = [z[r - 1] as number, z[r] as number];
    pairs++;
    product += a * b;
    square += (a * a + b * b) / 2;
  }
  return pairs < 3 || square === 0 ? null : { lag1: product / square, chance: CHANCE_99 / Math.sqrt(pairs) };
}

/**
 * Number of observations per independent one: the factor by which the likelihood of a misfit counts too much. Neighbours with
 * correlation r hold (1 - r) / (1 + r) of their number as independent observations (first-order autoregression; Bayley & Hammersley
 * 1946, doi:10.2307/2983560). 1 where neighbours are not correlated, and where chi2 is so low that the SDs allow for it.
 */
export function overcounting(
  problem: Pick<FitProblem, 'observed' | 'sigma'>,
  { simulated, chi2, observations }: { readonly simulated: Float64Array; readonly chi2: number; readonly observations: number },
): number {
  const white = residualCorrelation(standardised(problem, simulated), problem.sigma);
  if (!white || white.lag1 <= white.chance) return 1;
  const lag1 = Math.min(MOST, white.lag1);
  return Math.max(1, Math.min(1, chi2 / observations) * ((1 + lag1) / (1 - lag1)));
}
