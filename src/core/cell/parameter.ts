/**
 * Role of a parameter in its current. 'conductance': the conductance of its channels, which a block reduces (also a permeability, or
 * the largest current of a pump or exchanger); 'kinetics': of its gates; 'flux': of the sarcoplasmic reticulum; 'leak': of the seal;
 * 'temperature': of the cell; 'added': of a dynamic clamp; 'bath': a concentration outside the cell.
 */
export type ParameterRole = 'conductance' | 'kinetics' | 'flux' | 'leak' | 'temperature' | 'added' | 'bath';

/** A parameter of a cell model. */
export interface Parameter<Id extends string = string> {
  readonly id: Id;
  /** Current or flux that it belongs to; empty where it belongs to none. */
  readonly current: string;
  /** Published value. */
  readonly value: number;
  readonly unit: string;
  readonly role: ParameterRole;
}

/** Parameters common to all models, in this order after the model's own. */
export const COMMON_PARAMETERS = [
  { id: 'leak.g', current: '', value: 0, unit: 'nS/pF', role: 'leak' },
  { id: 'leak.E', current: '', value: 0, unit: 'mV', role: 'leak' },
  { id: 'env.temperatureC', current: '', value: 37, unit: 'degC', role: 'temperature' },
  { id: 'dynamicClamp.IK1', current: '', value: 0, unit: '1', role: 'added' },
] as const satisfies readonly Parameter[];

/** Concentrations outside, after the common parameters: each model has its published ones. */
export const BATH_IONS = ['bath.K', 'bath.Ca', 'bath.Na'] as const;
export type BathIon = (typeof BATH_IONS)[number];
export type CommonParameterId = (typeof COMMON_PARAMETERS)[number]['id'] | BathIon;

/** Published values of parameters that nothing changes, by id. */
export function fixedValueOf<Id extends string>(parameters: readonly Parameter<Id>[]): (id: Id) => number {
  const values = new Map<Id, number>(parameters.map(({ id, value }) => [id, value]));
  return (id) => {
    const value = values.get(id);
    if (value === undefined) throw new Error(`The cell has no fixed parameter "${id}"; expected one of ${[...values.keys()].join(', ')}.`);
    return value;
  };
}
