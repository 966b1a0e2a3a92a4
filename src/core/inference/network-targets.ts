import { VARIED, VARIED_COUNT } from '../cell/parameters.ts';

/** What a network answers: 52 multipliers, log effective Rs Cm (ms), log leak (nS/pF), residual capacitance. */
export const NETWORK_OUTPUTS: readonly string[] = [...VARIED.map((p) => p.id), 'log.rsCmMs', 'log.leakNsPf', 'residualCapacitance'];

/** Stand-ins for an ideal clamp, where the logarithms would not be finite. */
const IDEAL_RS_CM_MS = 0.01;
const IDEAL_LEAK_NS_PF = 0.001;

/** Writes the targets of the truth of a population row [52 multipliers, RsCm, leak, residual, temperature]. */
export function writeTargets(row: Float32Array, into: Float32Array): void {
  into.set(row.subarray(0, VARIED_COUNT));
  into[VARIED_COUNT] = Math.log(Math.max(row[VARIED_COUNT] ?? 0, IDEAL_RS_CM_MS));
  into[VARIED_COUNT + 1] = Math.log(Math.max(row[VARIED_COUNT + 1] ?? 0, IDEAL_LEAK_NS_PF));
  into[VARIED_COUNT + 2] = row[VARIED_COUNT + 2] ?? 0;
}
