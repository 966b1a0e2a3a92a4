import { baselineValues } from '../core/cell/adjustable.ts';
import { valuesFromParams } from '../core/cell/multipliers.ts';
import { readJson } from './files.ts';

/** Values of the cell that --params names: the published one, or a file {"multipliers": {id: factor}}. */
export function cellValues(fileOrBaseline: string): Float64Array {
  if (fileOrBaseline === 'baseline') return baselineValues();
  return valuesFromParams(readJson(fileOrBaseline, 'Parameter file'));
}
