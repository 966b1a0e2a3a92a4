import { describeValue } from '../../text/describe-value.ts';
import type { FormatError } from '../format-error.ts';

/** Conditions that a table of samples does not state, with what they can be. */
export const TEMPLATE_CONDITIONS = {
  membraneCapacitancePf: { label: 'Membrane capacitance', unit: 'pF', low: 0.5, high: 2000 },
  temperatureC: { label: 'Temperature', unit: '°C', low: 0, high: 50 },
  seriesResistanceMohm: { label: 'Series resistance', unit: 'MΩ', low: 0, high: 1000 },
  compensationPercent: { label: 'Series resistance correction', unit: '%', low: 0, high: 100 },
  predictionPercent: { label: 'Series resistance prediction', unit: '%', low: 0, high: 100 },
  filterHz: { label: 'Low-pass filter', unit: 'Hz', low: 1, high: 1_000_000 },
  junctionPotentialMv: { label: 'Junction potential, corrected already', unit: 'mV', low: -100, high: 100 },
} as const;

export type TemplateConditions = { readonly [K in keyof typeof TEMPLATE_CONDITIONS]?: number };

/** What is wrong with a value of a condition, as the end of a sentence; null: it can be. */
export function conditionProblem(name: keyof typeof TEMPLATE_CONDITIONS, value: unknown): string | null {
  const { label, unit, low, high } = TEMPLATE_CONDITIONS[name];
  if (typeof value === 'number' && value >= low && value <= high) return null;
  return `${label.toLowerCase()}: expected a number from ${low} to ${high} (${unit}), got ${describeValue(value)}`;
}

/** @param wrong makes the error of a damaged template */
export function parseTemplateConditions(value: unknown, wrong: (what: string) => FormatError): TemplateConditions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('its conditions are no list of names with numbers');
  const stated: Record<string, number> = {};
  for (const [name, held] of Object.entries(value)) {
    if (!(name in TEMPLATE_CONDITIONS)) throw wrong(`it has a condition "${name.slice(0, 30)}", which is not known`);
    // Null stands for what the lab does not know.
    if (held === null) continue;
    const problem = conditionProblem(name as keyof typeof TEMPLATE_CONDITIONS, held);
    if (problem !== null) throw wrong(problem);
    stated[name] = held as number;
  }
  return stated;
}
