import { FURTHEST } from './coordinate.ts';
import type { FitParameter } from './fit-parameter.ts';

/** Longest step of a finite difference, in z: where a value hardly moves, far out in the prior, the step would grow without end. */
const LONGEST_STEP = 0.3;

/**
 * d simulated / d z by finite differences, one column a parameter.
 * @param simulated at theta
 * @param central differences to both sides: a covariance lives on what nearly cancels between the columns, a step does not
 * @param weight of each observation; absent: 1
 */
export function sensitivities(
  parameters: readonly FitParameter[],
  simulate: (thetas: readonly Float64Array[]) => Float64Array[],
  theta: Float64Array,
  simulated: Float64Array,
  central: boolean,
  weight?: Float64Array,
): Float64Array[] {
  const steps = parameters.map((p, i) => Math.min(LONGEST_STEP, p.step / Math.abs(p.coordinate.slope(theta[i] ?? 0))));
  const shifted = steps.map((step, i) => {
    const z = theta[i] ?? 0;
    return replaced(theta, i, z + step <= FURTHEST ? z + step : z - step);
  });
  const others = central ? shifted.map((up, i) => replaced(theta, i, 2 * (theta[i] ?? 0) - (up[i] ?? 0))) : [];
  const results = simulate([...shifted, ...others]);
  return parameters.map((_, i) => {
    const from = (central ? results[parameters.length + i] : simulated) as Float64Array;
    const to = results[i] as Float64Array;
    const scale = 1 / ((shifted[i]?.[i] ?? 0) - (central ? (others[i]?.[i] ?? 0) : (theta[i] ?? 0)));
    return to.map((value, r) => scale * (weight?.[r] ?? 1) * (value - (from[r] as number)));
  });
}

function replaced(theta: Float64Array, i: number, z: number): Float64Array {
  const copy = theta.slice();
  copy[i] = z;
  return copy;
}
