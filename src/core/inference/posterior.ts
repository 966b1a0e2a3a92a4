import type { CellModel } from '../cell/cell-model.ts';
import { parameterLabel } from '../cell/parameter-label.ts';
import type { InformedBy, TwinParameter } from '../twin/twin.ts';
import type { Marginal } from './marginal.ts';
import { symmetricEigen } from '../math/eigen.ts';

/** Below this share of the prior's SD a parameter is informed by the data; above NOT_INFORMED by the prior. */
const INFORMED = 0.4;
const NOT_INFORMED = 0.85;

export function informedBy(sd: number, priorSd: number): InformedBy {
  const share = sd / priorSd;
  return share < INFORMED ? 'data' : share < NOT_INFORMED ? 'partly' : 'prior';
}

/**
 * Parameter table of a twin.
 * @param best multipliers of the twin itself @param marginals their marginal posteriors @param priorSd of all, or of each
 */
export function twinParameters(
  best: ArrayLike<number>,
  marginals: readonly Marginal[],
  priorSd: number | ArrayLike<number>,
  { varied }: CellModel,
): TwinParameter[] {
  return varied.map((parameter, i) => {
    const multiplier = best[i] ?? NaN;
    const { mean, sd, interval90 } = marginals[i] ?? { mean: NaN, sd: NaN, interval90: [NaN, NaN] as const };
    return {
      id: parameter.id,
      current: parameter.current,
      unit: parameter.unit,
      baseline: parameter.value,
      value: parameter.value * multiplier,
      multiplier,
      mean,
      sd,
      interval90,
      informedBy: informedBy(sd, typeof priorSd === 'number' ? priorSd : (priorSd[i] ?? NaN)),
    };
  });
}

/**
 * Combinations of the cell's parameters that the recording does not identify: eigenvectors of the posterior covariance
 * in units of the prior with more than 70 % of the prior's variance left, named by their largest members.
 */
export function unidentifiableCombinations(covariance: Float64Array, stride: number, priorSd: number, { varied }: CellModel): string[] {
  const n = varied.length;
  const scaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scaled[i * n + j] = (covariance[i * stride + j] ?? 0) / priorSd ** 2;
  const { values, vectors } = symmetricEigen(scaled, n);
  return [...values.keys()]
    .filter((k) => (values[k] ?? 0) > 0.7)
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .map((k) => {
      const members = varied
        .map((parameter, i) => ({ id: parameter.id, weight: vectors[i * n + k] ?? 0 }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .filter((member, rank) => rank === 0 || (rank < 4 && Math.abs(member.weight) > 0.3));
      const sign = Math.sign(members[0]?.weight ?? 1);
      const names = members.map((m, i) => `${i === 0 ? '' : m.weight * sign < 0 ? ' against ' : ' with '}${parameterLabel(m.id)}`).join('');
      return `${names}: ${Math.round(100 * Math.min(1, values[k] ?? 0))} % of the prior's variance remains`;
    });
}
