import { TEMPLATE_CONDITIONS } from '../../../core/formats/csv/template-conditions.ts';

/** What an operator states of all recordings of an import, with the words of its fields. */
export const IMPORTED_CONDITIONS = [
  { key: 'membraneCapacitancePf', label: 'Cm', unit: 'pF' },
  { key: 'seriesResistanceMohm', label: 'Rs', unit: 'MΩ' },
  { key: 'temperatureC', label: 'Bath', unit: '°C' },
  { key: 'junctionPotentialMv', label: 'Junction, corrected', unit: 'mV' },
] as const;
type ImportedKey = (typeof IMPORTED_CONDITIONS)[number]['key'];

/** As it stands in the fields. */
export type StatedConditions = Readonly<Record<ImportedKey, string>>;

export const NOTHING_STATED: StatedConditions = {
  membraneCapacitancePf: '',
  seriesResistanceMohm: '',
  temperatureC: '',
  junctionPotentialMv: '',
};

/** A condition out of its field; empty: not stated. */
export function importedCondition(key: ImportedKey, text: string): { readonly value: number | null; readonly problem: string | null } {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return { value: null, problem: null };
  const { low, high, unit } = TEMPLATE_CONDITIONS[key];
  const value = Number(plain);
  return value >= low && value <= high
    ? { value, problem: null }
    : { value: null, problem: `Expected ${low} to ${high} ${unit}, or nothing.` };
}

/** What was stated; null where a field cannot be read. */
export function importedConditions(stated: StatedConditions): Partial<Record<ImportedKey, number>> | null {
  const found = IMPORTED_CONDITIONS.map(({ key }) => [key, importedCondition(key, stated[key])] as const);
  if (found.some(([, { problem }]) => problem !== null)) return null;
  return Object.fromEntries(found.flatMap(([key, { value }]) => (value === null ? [] : [[key, value]])));
}
