import { PARAMETERS, VARIED } from './parameters.ts';

/**
 * What an engine takes for one cell: the 52 varied parameters by value, then scales of the currents that the 52 leave
 * alone and a seal leak, the
 * temperature and an inward rectifier added by dynamic clamp. Scales are 1, leak and added current 0 and the temperature 37 degC in
 * the published cell.
 */
export interface Adjustable {
  readonly id: string;
  readonly unit: string;
  readonly value: number;
}

export const EXTRA: readonly Adjustable[] = [
  { id: 'scale.Ito', unit: '1', value: 1 },
  { id: 'scale.ICaT', unit: '1', value: 1 },
  { id: 'scale.INaCa', unit: '1', value: 1 },
  { id: 'scale.INaK', unit: '1', value: 1 },
  { id: 'scale.IbNa', unit: '1', value: 1 },
  { id: 'scale.IbCa', unit: '1', value: 1 },
  { id: 'scale.IpCa', unit: '1', value: 1 },
  { id: 'leak.g', unit: 'nS/pF', value: 0 },
  { id: 'leak.E', unit: 'mV', value: 0 },
  { id: 'env.temperatureC', unit: 'degC', value: 37 },
  { id: 'dynamicClamp.IK1', unit: '1', value: 0 },
];

export const ADJUSTABLE: readonly Adjustable[] = [...VARIED, ...EXTRA];

const indexById = new Map(ADJUSTABLE.map((adjustable, index) => [adjustable.id, index]));

/** Position of an adjustable in a cell's value vector, or undefined where no such id exists. */
export function adjustableIndex(id: string): number | undefined {
  return indexById.get(id);
}

export function baselineValues(): Float64Array {
  return Float64Array.from(ADJUSTABLE, (adjustable) => adjustable.value);
}

const fixedById = new Map(PARAMETERS.map((parameter) => [parameter.id, parameter.value]));

/** Published value of a parameter that is not adjustable. */
export function fixedValue(id: string): number {
  const value = fixedById.get(id);
  if (value === undefined) throw new Error(`Unknown cell parameter "${id}"; expected an id of the Kernik 2019 cell.`);
  return value;
}
