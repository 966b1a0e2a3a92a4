import { DEFAULT_CELL } from '../core/cell/models.ts';
import type { Arguments, OptionTable } from './arguments.ts';

/** Options of a simulated cell beside its parameters. */
export const MEMBRANE_OPTIONS: OptionTable = {
  temperature: { value: 'C', help: 'Temperature, degC, 15 to 42. Default 37.' },
};

/** Sets a value of the cell that is not one of the 52. */
export function setAdjustable(values: Float64Array, id: string, value: number | undefined): void {
  const at = DEFAULT_CELL.find(id);
  if (at === undefined) throw new Error(`Unknown cell value "${id}".`);
  if (value !== undefined) values[at] = value;
}

export function applyMembraneOptions(values: Float64Array, args: Arguments): void {
  setAdjustable(values, 'env.temperatureC', args.number('temperature', { min: 15, max: 42 }));
}
