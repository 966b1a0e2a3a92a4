import { plainMicro } from './title-unit.ts';

export type Quantity = 'time' | 'voltage' | 'current' | 'current density' | 'capacitance' | 'resistance' | 'temperature';

export interface SiUnit {
  readonly quantity: Quantity;
  /** One unit in s, V, A, A/F, F, Ohm or degC. */
  readonly factor: number;
}

const PREFIXES: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, m: 1e-3, u: 1e-6, n: 1e-9, p: 1e-12, f: 1e-15 };
const BASES: Readonly<Record<string, Quantity>> = {
  s: 'time',
  sec: 'time',
  V: 'voltage',
  A: 'current',
  'A/F': 'current density',
  F: 'capacitance',
  Ohm: 'resistance',
  ohm: 'resistance',
};
const NAMES: Readonly<Record<string, SiUnit>> = {
  volts: { quantity: 'voltage', factor: 1 },
  volt: { quantity: 'voltage', factor: 1 },
  millivolts: { quantity: 'voltage', factor: 1e-3 },
  millivolt: { quantity: 'voltage', factor: 1e-3 },
  amperes: { quantity: 'current', factor: 1 },
  ampere: { quantity: 'current', factor: 1 },
  amps: { quantity: 'current', factor: 1 },
  amp: { quantity: 'current', factor: 1 },
  picoamperes: { quantity: 'current', factor: 1e-12 },
  seconds: { quantity: 'time', factor: 1 },
  second: { quantity: 'time', factor: 1 },
  milliseconds: { quantity: 'time', factor: 1e-3 },
  msec: { quantity: 'time', factor: 1e-3 },
  min: { quantity: 'time', factor: 60 },
  'pa/pf': { quantity: 'current density', factor: 1 },
  'deg c': { quantity: 'temperature', factor: 1 },
  degc: { quantity: 'temperature', factor: 1 },
  '°c': { quantity: 'temperature', factor: 1 },
};

/** What a unit measures; null where it is not one of electrophysiology. */
export function siUnit(unit: string): SiUnit | null {
  const plain = plainMicro(unit.trim()).replace('Ω', 'Ohm');
  const named = NAMES[plain.toLowerCase()];
  if (named) return named;
  const parts = /^([kMGmunpf]?)(sec|s|V|A\/F|A|F|[Oo]hm)$/.exec(plain) ?? /^([munp]?)(V|A|S)$/i.exec(plain);
  if (!parts) return null;
  const [, prefix = '', base = ''] = parts;
  const quantity = BASES[base] ?? BASES[base.toUpperCase()];
  const factor = PREFIXES[prefix] ?? PREFIXES[prefix.toLowerCase()];
  return quantity === undefined || factor === undefined ? null : { quantity, factor };
}
