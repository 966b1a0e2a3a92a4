/** Temperatures for which the Q10 values of the model are used, degC. */
const LIMITS_C = [15, 42] as const;

/** @throws Error for a range outside the limits or upside down */
export function assertTemperatureRange([low, high]: readonly [low: number, high: number]): readonly [low: number, high: number] {
  if (low >= LIMITS_C[0] && high <= LIMITS_C[1] && low <= high) return [low, high];
  throw new Error(`Temperature: expected ${LIMITS_C.join(' to ')} degC, low before high, got ${low} to ${high}.`);
}
