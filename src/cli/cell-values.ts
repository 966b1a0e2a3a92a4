import { DEFAULT_CELL } from '../core/cell/models.ts';
import { valuesFromParams } from '../core/cell/cell-values.ts';
import { readJson } from './files.ts';

/** Values of the cell that --params names: the published one, or a file {"multipliers": {id: factor}}. */
export function cellValues(fileOrBaseline: string): Float64Array {
  if (fileOrBaseline === 'baseline') return DEFAULT_CELL.baseline();
  return valuesFromParams(readJson(fileOrBaseline, 'Parameter file'));
}
