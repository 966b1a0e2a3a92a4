import type { CellModel } from '../cell/cell-model.ts';
import type { ElectrodeInputs } from '../simulate/kernel.ts';
import type { Artefacts } from './artefacts.ts';

/** A cell's values with the seal leak of the artefacts. */
export function withLeak(values: Float64Array, { leakNsPf }: Pick<Artefacts, 'leakNsPf'>, model: CellModel): Float64Array {
  const copy = values.slice();
  copy[model.index('leak.g')] = leakNsPf;
  return copy;
}

/** @throws Error for a series resistance or a capacitance that is not above 0 */
export function electrodeInputs({ rsCmMs, prediction, residualCapacitance, offsetMv, estimateRatio }: Artefacts): ElectrodeInputs {
  if (!(rsCmMs > 0)) throw new Error(`Effective series resistance times capacitance: expected above 0 ms, got ${rsCmMs}.`);
  return {
    coupling: 1 / rsCmMs,
    predictionGain: prediction / (1 - prediction),
    estimateRate: 1 / ((1 - prediction) * rsCmMs * estimateRatio),
    cancel: 1 - residualCapacitance,
    offset: offsetMv,
  };
}
