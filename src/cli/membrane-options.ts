import type { CellModel } from '../core/cell/cell-model.ts';
import type { CommonParameterId } from '../core/cell/parameter.ts';
import type { Arguments, OptionTable } from './arguments.ts';

/** Options of a simulated cell beside its parameters. */
export const MEMBRANE_OPTIONS: OptionTable = {
  temperature: { value: 'C', help: 'Temperature, degC, 15 to 42. Default 37.' },
};

/** Sets a value that every cell has. */
export function setAdjustable(values: Float64Array, id: CommonParameterId, value: number | undefined, model: CellModel): void {
  if (value !== undefined) values[model.index(id)] = value;
}

export function applyMembraneOptions(values: Float64Array, args: Arguments, model: CellModel): void {
  setAdjustable(values, 'env.temperatureC', args.number('temperature', { min: 15, max: 42 }), model);
}
