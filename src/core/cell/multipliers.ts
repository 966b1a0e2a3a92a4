import { adjustableIndex, baselineValues } from './adjustable.ts';
import { VARIED, VARIED_COUNT } from './parameters.ts';

const TEMPERATURE = adjustableIndex('env.temperatureC') ?? -1;

/** Baseline times a vector of the 52 multipliers (order of VARIED), extras at their defaults. */
export function valuesFromMultipliers(multipliers: ArrayLike<number>): Float64Array {
  if (multipliers.length !== VARIED_COUNT) {
    throw new Error(`Expected ${VARIED_COUNT} multipliers, got ${multipliers.length}.`);
  }
  const values = baselineValues();
  VARIED.forEach((parameter, index) => {
    const multiplier = multipliers[index] ?? NaN;
    if (!Number.isFinite(multiplier) || multiplier <= 0) {
      throw new Error(`Multiplier of ${parameter.id}: expected a finite number above 0, got ${multiplier}. Correct it.`);
    }
    values[index] = parameter.value * multiplier;
  });
  return values;
}

/**
 * Values of a cell from {"multipliers": {id: factor}, "temperatureC": 37}; absent ids are 1. Extras (scale.*, leak.g) may be given too and
 * replace their default. The temperature may be absent.
 * @throws Error that names the id and what was expected.
 */
export function valuesFromParams(params: unknown): Float64Array {
  const given =
    typeof params === 'object' && params !== null && 'multipliers' in params ? params.multipliers : undefined;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Error('A parameter file must be JSON of the form {"multipliers": {"ina.g_Na": 0.9}}; "multipliers" is missing.');
  }
  const values = baselineValues();
  for (const [id, factor] of Object.entries(given)) {
    const index = adjustableIndex(id);
    if (index === undefined) {
      throw new Error(`Unknown parameter id "${id}"; expected one like "${VARIED[0]?.id}". List them with "params list".`);
    }
    const extra = index >= VARIED_COUNT;
    if (typeof factor !== 'number' || !Number.isFinite(factor) || (extra ? factor < 0 && id !== 'leak.E' : factor <= 0)) {
      throw new Error(`Multiplier of ${id}: expected a finite number above 0, got ${String(factor)}. Correct it.`);
    }
    values[index] = extra ? factor : (values[index] ?? NaN) * factor;
  }
  const temperatureC = (params as { readonly temperatureC?: unknown }).temperatureC;
  if (temperatureC !== undefined) {
    if (typeof temperatureC !== 'number' || !Number.isFinite(temperatureC)) throw new Error(`Temperature of a cell: expected degrees Celsius, got ${JSON.stringify(temperatureC)}. Correct it.`);
    values[TEMPERATURE] = temperatureC;
  }
  return values;
}
