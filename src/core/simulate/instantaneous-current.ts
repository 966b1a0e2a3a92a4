import type { CellModel } from '../cell/cell-model.ts';
import { idealClampStep } from '../cell/steps.ts';
import { compileScalar } from './scalar-engine.ts';

/** Far below every time constant: gates and concentrations stay as they are. */
const MOMENT_MS = 1e-9;

/**
 * A current of a cell in its published initial state, as a function of the potential, pA/pF; outward is positive. Of a current without
 * gates, as IK1, that is its current-voltage relation.
 * @param values of `model`, in the order of its adjustable parameters
 * @throws Error for a current that the model does not have
 * @example
 * instantaneousCurrent(twinValues(twin), 'IK1', twinModel(twin))(-100); // -2.1
 */
export function instantaneousCurrent(values: Float64Array, current: string, model: CellModel): (voltageMv: number) => number {
  const engine = compileScalar(idealClampStep(model), [current]);
  const cell = engine.prepare(values);
  const out = new Float64Array(1);
  return (voltageMv) => {
    engine.step(cell, model.initialState(), voltageMv, MOMENT_MS, [], out);
    return out[0] ?? Number.NaN;
  };
}
