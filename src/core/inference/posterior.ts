import { VARIED, VARIED_COUNT } from '../cell/parameters.ts';
import type { ToldBy, TwinParameter } from '../twin/twin.ts';
import { symmetricEigen } from './eigen.ts';

/** Below this share of the prior's SD a parameter is told by the data; above UNTOLD by the prior. */
const TOLD = 0.4;
const UNTOLD = 0.85;

export function toldBy(sd: number, priorSd: number): ToldBy {
  const share = sd / priorSd;
  return share < TOLD ? 'data' : share < UNTOLD ? 'partly' : 'prior';
}

/** Parameter table of a twin from means and SDs of the 52 multipliers. */
export function twinParameters(mean: ArrayLike<number>, sd: ArrayLike<number>, priorSd: number, bounds: readonly [number, number]): TwinParameter[] {
  return VARIED.map((parameter, i) => {
    const multiplier = mean[i] ?? NaN;
    const spread = sd[i] ?? NaN;
    return {
      id: parameter.id,
      current: parameter.current,
      unit: parameter.unit,
      baseline: parameter.value,
      value: parameter.value * multiplier,
      multiplier,
      sd: spread,
      interval90: truncatedInterval(multiplier, spread, bounds),
      toldBy: toldBy(spread, priorSd),
    };
  });
}

/** Central 90 % interval of a normal distribution cut to the bounds. */
export function truncatedInterval(mean: number, sd: number, [low, high]: readonly [number, number]): [number, number] {
  const below = normalCdf((low - mean) / sd);
  const inside = normalCdf((high - mean) / sd) - below;
  const quantile = (share: number): number => {
    let a = low;
    let b = high;
    for (let i = 0; i < 60; i++) {
      const middle = (a + b) / 2;
      if ((normalCdf((middle - mean) / sd) - below) / inside < share) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  };
  return inside > 1e-12 ? [quantile(0.05), quantile(0.95)] : [low, high];
}

/** Standard normal distribution function, absolute error below 1e-7 (Abramowitz & Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

/**
 * Directions in the space of the 52 parameters that the recording does not tell: eigenvectors of the posterior covariance
 * in units of the prior with more than 70 % of the prior's variance left, named by their largest members.
 */
export function darkCombinations(covariance: Float64Array, stride: number, priorSd: number): string[] {
  const n = VARIED_COUNT;
  const scaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scaled[i * n + j] = (covariance[i * stride + j] ?? 0) / priorSd ** 2;
  const { values, vectors } = symmetricEigen(scaled, n);
  return [...values.keys()]
    .filter((k) => (values[k] ?? 0) > 0.7)
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .map((k) => {
      const members = VARIED.map((parameter, i) => ({ id: parameter.id, weight: vectors[i * n + k] ?? 0 }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .filter((member, rank) => rank === 0 || (rank < 4 && Math.abs(member.weight) > 0.3));
      const sign = Math.sign(members[0]?.weight ?? 1);
      const names = members.map((m, i) => `${i === 0 ? '' : m.weight * sign < 0 ? ' against ' : ' with '}${m.id}`).join('');
      return `${names}: ${Math.round(100 * Math.min(1, values[k] ?? 0))} % of the prior's variance remains`;
    });
}
