import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import type { DrugChannel } from './drug-schema.ts';

/**
 * A cell's values with fractions of its channels blocked (0 to 1; down to -9 for an activator): simple pore block. A channel that the cell
 * does not have is ignored.
 */
export function applyBlock(
  values: Float64Array,
  blocked: readonly { readonly channel: DrugChannel; readonly fraction: number }[],
  model: CellModel = DEFAULT_CELL,
): Float64Array {
  const result = values.slice();
  for (const { channel, fraction } of blocked) {
    if (!(fraction >= -9 && fraction <= 1)) throw new Error(`Block of ${channel}: expected a fraction up to 1, got ${fraction}.`);
    const conductance = model.conductanceOf(channel);
    const at = conductance === null ? undefined : model.find(conductance.id);
    if (at !== undefined) result[at] = (result[at] ?? 0) * (1 - fraction);
  }
  return result;
}
