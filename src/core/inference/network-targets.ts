import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';

/** Outputs of a network: the multipliers, log effective Rs Cm (ms), log leak (nS/pF), residual capacitance. */
export function networkOutputs({ varied }: CellModel): readonly string[] {
  return [...varied.map((p) => p.id), 'log.rsCmMs', 'log.leakNsPf', 'residualCapacitance'];
}

/** Outputs for the default cell. */
export const NETWORK_OUTPUTS = networkOutputs(DEFAULT_CELL);

/** Stand-ins for an ideal clamp, where the logarithms would not be finite. */
const IDEAL_RS_CM_MS = 0.01;
const IDEAL_LEAK_NS_PF = 0.001;

/** Writes the targets for the true values of a population row [multipliers, RsCm, leak, residual, temperature]. */
export function writeTargets(row: Float32Array, into: Float32Array, model: CellModel = DEFAULT_CELL): void {
  const count = model.varied.length;
  into.set(row.subarray(0, count));
  into[count] = Math.log(Math.max(row[count] ?? 0, IDEAL_RS_CM_MS));
  into[count + 1] = Math.log(Math.max(row[count + 1] ?? 0, IDEAL_LEAK_NS_PF));
  into[count + 2] = row[count + 2] ?? 0;
}
