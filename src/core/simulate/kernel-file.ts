import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';

/** Name of a cell's kernel in resources/kernel. */
export function kernelFile(model: CellModel = DEFAULT_CELL): string {
  return `${model.id}.wasm`;
}
