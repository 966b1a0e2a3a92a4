import type { CellModel } from './cell-model.ts';
import { DEFAULT_CELL } from './models.ts';

/** Published values times a vector of multipliers (order of the model's varied parameters), all others as published. */
export function valuesFromMultipliers(multipliers: ArrayLike<number>, model: CellModel = DEFAULT_CELL): Float64Array {
  const { varied } = model;
  if (multipliers.length !== varied.length) {
    throw new Error(`Expected ${varied.length} multipliers, got ${multipliers.length}.`);
  }
  const values = model.baseline();
  varied.forEach((parameter, index) => {
    const multiplier = multipliers[index] ?? NaN;
    if (!Number.isFinite(multiplier) || multiplier <= 0) {
      throw new Error(`Multiplier of ${parameter.id}: expected a finite number above 0, got ${multiplier}. Correct it.`);
    }
    values[index] = parameter.value * multiplier;
  });
  return values;
}

/**
 * Values of a cell from {"multipliers": {id: factor}, "temperatureC": 37}; absent ids are 1. Scales (scale.*), leak and the like may be
 * given too; they replace their defaults. The temperature may be absent.
 * @throws Error that names the id and what was expected.
 */
export function valuesFromParams(params: unknown, model: CellModel = DEFAULT_CELL): Float64Array {
  const given = typeof params === 'object' && params !== null && 'multipliers' in params ? params.multipliers : undefined;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Error('A parameter file must be JSON of the form {"multipliers": {"ina.g_Na": 0.9}}; "multipliers" is missing.');
  }
  const values = model.baseline();
  for (const [id, factor] of Object.entries(given)) {
    const index = model.find(id);
    if (index === undefined) {
      throw new Error(`Unknown parameter id "${id}"; expected one like "${model.varied[0]?.id}". List them with "params list".`);
    }
    const extra = index >= model.varied.length;
    if (typeof factor !== 'number' || !Number.isFinite(factor) || (extra ? factor < 0 && id !== 'leak.E' : factor <= 0)) {
      throw new Error(`Multiplier of ${id}: expected a finite number above 0, got ${String(factor)}. Correct it.`);
    }
    values[index] = extra ? factor : (values[index] ?? NaN) * factor;
  }
  const temperatureC = (params as { readonly temperatureC?: unknown }).temperatureC;
  if (temperatureC !== undefined) {
    if (typeof temperatureC !== 'number' || !Number.isFinite(temperatureC))
      throw new Error(`Temperature of a cell: expected degrees Celsius, got ${JSON.stringify(temperatureC)}. Correct it.`);
    values[model.index('env.temperatureC')] = temperatureC;
  }
  return values;
}
