import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import { marginal, type Marginal } from '../../core/inference/marginal.ts';

/** Of the multipliers, from draws; empty where a cancelled job drew none. */
export function livingMarginals({ cellModel, parameters }: ClampModel, draws: readonly Float64Array[]): Marginal[] {
  if (draws.length < 4) return [];
  return cellModel.varied.map((_, i) => {
    const parameter = parameters[i];
    if (!parameter) throw new Error(`The fit has no parameter ${i}.`);
    return marginal(
      parameter.coordinate,
      draws.map((draw) => draw[i] as number),
    );
  });
}
