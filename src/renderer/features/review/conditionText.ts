import { fixed } from '../../ui/quantity.ts';

const LOOK: Readonly<Record<string, readonly [label: string, unit: string, digits: number]>> = {
  temperatureC: ['bath', '°C', 1],
  membraneCapacitancePf: ['Cm', 'pF', 1],
  seriesResistanceMohm: ['Rs', 'MΩ', 1],
  membraneResistanceMohm: ['Rm', 'MΩ', 0],
  compensationPercent: ['compensation', '%', 0],
  predictionPercent: ['prediction', '%', 0],
  filterHz: ['filter', 'Hz', 0],
  junctionPotentialMv: ['junction potential', 'mV', 1],
  bathPotassiumMm: ['K outside', 'mM', 2],
  bathCalciumMm: ['Ca outside', 'mM', 2],
  bathSodiumMm: ['Na outside', 'mM', 0],
};

/**
 * Conditions of a recording in one line, which says that a temperature is not stated; a condition without a label here is shown as it was
 * stored.
 */
export function conditionText(conditions: Readonly<Record<string, number>>): string {
  const stated = Object.entries(conditions)
    .map(([key, value]) => {
      const look = LOOK[key];
      return look === undefined ? `${key} ${value}` : `${look[0]} ${fixed(value, look[2])} ${look[1]}`;
    })
    .join(' · ');
  if (conditions['temperatureC'] !== undefined) return stated;
  return stated === '' ? 'bath temperature not stated' : `bath temperature not stated · ${stated}`;
}
