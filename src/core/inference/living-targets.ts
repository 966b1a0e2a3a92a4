import type { CellModel } from '../cell/cell-model.ts';
import type { RecordedAs } from '../experiment/artefacts.ts';
import { livingTruthIds } from '../population/living-rows.ts';

/** Of these, and of every multiplier and scale, a network answers the natural logarithm. */
const LOGARITHMS: ReadonlySet<string> = new Set(['rsCmMs', 'leakNsPf', 'estimateRatio', 'capacitanceRatio']);

export interface LivingOutput {
  /** As the network's card names it. */
  readonly outputId: string;
  /** As a fit names it. */
  readonly id: string;
  readonly logarithm: boolean;
}

/** What a network for living cells answers, in order: multipliers and scales first. */
export function livingOutputs(model: CellModel): readonly LivingOutput[] {
  const cell = model.varied.length + model.scales.length;
  const ids = livingTruthIds(model).filter((id) => id !== 'temperatureC');
  return [...ids, 'offsetPaPf', 'capacitanceRatio'].map((id, i) => {
    const logarithm = i < cell || LOGARITHMS.has(id);
    return { id, logarithm, outputId: logarithm ? `log.${id}` : id };
  });
}

/**
 * Writes the targets of a row.
 * @param truth values of livingTruthIds, as LivingRows wrote them
 */
export function writeLivingTargets(
  outputs: readonly LivingOutput[],
  truth: Float32Array,
  { offsetPaPf, capacitanceRatio }: RecordedAs,
  into: Float32Array,
): void {
  outputs.forEach(({ logarithm }, i) => {
    const value = i === outputs.length - 2 ? offsetPaPf : i === outputs.length - 1 ? capacitanceRatio : (truth[i] ?? NaN);
    into[i] = logarithm ? Math.log(value) : value;
  });
}
