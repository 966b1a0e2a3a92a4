import { siUnit } from '../si-unit.ts';
import type { ColumnMeaning, ColumnRole, TableColumn } from './table-column.ts';

/** Words a title begins with, per role; German, French and Spanish ones too. */
const WORDS: readonly (readonly [ColumnRole, RegExp])[] = [
  ['time', /^(t|time|times|zeit|temps|tiempo|sec|secs|seconds|msec|ms)\b/i],
  ['temperature', /^(temp|temperature|bath ?temp|temperatur)\b/i],
  ['voltage', /^(v|vm|vmem|vcmd|vc|em|voltage|volt|potential|membrane ?potential|command|cmd|spannung|tension|ap)\b/i],
  ['current', /^(i|im|ic|imem|icl|current|curr|strom|courant|corriente)\b/i],
];
/** Sampling rates of electrophysiology, Hz: which unit a time without one has follows from its step. */
const RATES = [400, 1_000_000] as const;
const TIME_UNITS = ['s', 'ms', 'us'] as const;

/** What each column of a table is: by its unit, by its title, else by its numbers; guesses are marked. */
export function guessColumns(columns: readonly TableColumn[]): ColumnMeaning[] {
  const meanings = columns.map(ofItself);
  if (!meanings.some(({ role }) => role === 'time')) {
    const clock = columns.findIndex((column, i) => meanings[i]!.role === 'other' && rises(column.values));
    if (clock >= 0) meanings[clock] = { role: 'time', unit: timeUnit(columns[clock]!.values), certain: false };
  }
  // Without titles the first signal behind the time that looks like a membrane potential is one.
  if (!meanings.some(({ role }) => role === 'voltage' || role === 'current' || role === 'current density')) {
    const unnamed = columns.findIndex(
      (column, i) => meanings[i]!.role === 'other' && column.unit === '' && voltageUnit(column.values) !== '',
    );
    if (unnamed >= 0) meanings[unnamed] = { role: 'voltage', unit: voltageUnit(columns[unnamed]!.values), certain: false };
  }
  return meanings;
}

function ofItself(column: TableColumn): ColumnMeaning {
  const si = siUnit(column.unit);
  if (si !== null && si.quantity !== 'capacitance' && si.quantity !== 'resistance')
    return { role: si.quantity, unit: column.unit, certain: true };
  if (column.unit.trim() !== '') return { role: 'other', unit: column.unit, certain: true };
  const role = WORDS.find(([, words]) => words.test(column.title.replaceAll('_', ' ')))?.[0] ?? 'other';
  if (role === 'time')
    return rises(column.values) ? { role, unit: timeUnit(column.values), certain: false } : { role: 'other', unit: '', certain: false };
  if (role === 'voltage') return { role, unit: voltageUnit(column.values), certain: false };
  return { role, unit: role === 'temperature' ? 'deg C' : '', certain: false };
}

function rises(values: Float64Array): boolean {
  if (values.length < 3) return false;
  let up = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[i - 1]!) up++;
  // Sweeps below each other restart the time.
  return up >= 0.95 * (values.length - 1) && new Set(values.subarray(0, 5)).size > 1 && evenish(values);
}

function evenish(values: Float64Array): boolean {
  const step = values[1]! - values[0]!;
  let even = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]! - values[i - 1]! - step) <= 0.6 * Math.abs(step)) even++;
  return step > 0 && even >= 0.8 * (values.length - 1);
}

function timeUnit(values: Float64Array): string {
  const steps = Array.from({ length: Math.min(values.length - 1, 1000) }, (_, i) => values[i + 1]! - values[i]!).sort((a, b) => a - b);
  const step = steps[steps.length >> 1] ?? NaN;
  return (
    TIME_UNITS.find((unit) => {
      const rate = 1 / (step * siUnit(unit)!.factor);
      return rate >= RATES[0] && rate <= RATES[1];
    }) ?? ''
  );
}

/** mV or V when the values could be a membrane potential or a command: they go below -20 mV and stay within 250 mV. */
function voltageUnit(values: Float64Array): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const fits = (scale: number): boolean => low * scale < -20 && low * scale > -250 && high * scale < 250;
  return fits(1) ? 'mV' : fits(1000) ? 'V' : '';
}
