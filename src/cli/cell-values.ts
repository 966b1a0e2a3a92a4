import type { CellModel } from '../core/cell/cell-model.ts';
import { valuesFromParams } from '../core/cell/cell-values.ts';
import { readJson } from './files.ts';

/** Values of the cell that --params names: the published one, or a file {"multipliers": {id: factor}}. */
export function cellValues(fileOrBaseline: string, model: CellModel): Float64Array {
  if (fileOrBaseline === 'baseline') return model.baseline();
  return valuesFromParams(readJson(fileOrBaseline, 'Parameter file'), model);
}
