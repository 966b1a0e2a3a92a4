/** Units that names of fields end with. */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/NsPf$/, 'nS/pF'],
  [/PaPf$/, 'pA/pF'],
  [/Percent$/, '%'],
  [/Seconds$/, 's'],
  [/Mohm$/, 'MOhm'],
  [/Mv$/, 'mV'],
  [/Ms$/, 'ms'],
  [/Nm$/, 'nM'],
  [/Mm$/, 'mM'],
  [/Hz$/, 'Hz'],
  [/Pf$/, 'pF'],
  [/Pa$/, 'pA'],
  [/C$/, 'degC'],
];

/**
 * The name of a field as people read it: words, and its unit.
 * @example fieldWords('temperatureC') === 'temperature (degC)'
 */
export function fieldWords(name: string): string {
  const [ending, unit] = UNITS.find(([pattern]) => pattern.test(name)) ?? [null, null];
  const words = (ending === null ? name : name.replace(ending, '')).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return unit === null ? words : `${words} (${unit})`;
}
