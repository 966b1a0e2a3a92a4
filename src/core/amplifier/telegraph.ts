import type { ClampMode } from './clamp-mode.ts';
import type { KnobMode, TelegraphSteps, TelegraphTable } from './telegraph-table.ts';

/** Voltages at the telegraph inputs, V; null: not connected. */
export interface TelegraphVoltages {
  readonly gainV: number | null;
  readonly filterV: number | null;
  readonly capacitanceV: number | null;
  readonly modeV: number | null;
}

/** Where the knobs of an amplifier stand; null: not known. */
export interface KnobSettings {
  readonly gainMvPa: number | null;
  readonly filterHz: number | null;
  readonly capacitancePf: number | null;
  readonly mode: KnobMode | null;
}

/** What a recording is made with. */
export interface KnobsWanted {
  readonly gainMvPa: number;
  readonly mode: ClampMode;
}

/** A voltage counts for a step where it is this share of a step's distance from it, or less; in between a knob is being turned. */
const WITHIN = 0.3;
/** Of two gains that are the same. */
const SAME = 0.01;

/**
 * Reads telegraph voltages.
 * @throws Error, one sentence, for a voltage between two steps or beyond them: it stands for no setting
 * @example
 * readTelegraph(table, { gainV: 2.5, filterV: 6, capacitanceV: null, modeV: 6 }); // Axopatch 200B: 1 mV/pA, 5 kHz, VC
 */
export function readTelegraph(table: TelegraphTable, { gainV, filterV, capacitanceV, modeV }: TelegraphVoltages): KnobSettings {
  const { gain, filter, mode, capacitancePfPerV } = table;
  const at = <Value>(what: string, volts: number, steps: TelegraphSteps<Value>): Value =>
    stepAt(`${table.name}: its ${what}`, volts, steps);
  const boost = gainV !== null && gainV < 0 && gain.negativeTimes !== null ? gain.negativeTimes : 1;
  return {
    gainMvPa: gainV === null ? null : boost * at('gain', boost === 1 ? gainV : -gainV, gain),
    filterHz: filterV === null || filter === null ? null : at('filter', filterV, filter),
    capacitancePf: capacitanceV === null || capacitancePfPerV === null || capacitanceV < 0 ? null : capacitanceV * capacitancePfPerV,
    mode: modeV === null || mode === null ? null : at('mode', modeV, mode),
  };
}

/** Scale of a current input, pA a count, at the gain of the knob. */
export const telegraphedScale = (countMv: number, gainMvPa: number): number => countMv / gainMvPa;

/**
 * How the knobs differ from what a recording is made with, as one sentence that says what to turn; null: they agree, or are not known.
 * @example
 * knobMismatch('Axopatch 200B', { gainMvPa: 5, ... }, { gainMvPa: 1, mode: 'VC' });
 * // 'Expected a gain of 1 mV/pA, the knob of the Axopatch 200B is at 5 mV/pA: currents would be wrong 5 times. Turn it back ...'
 */
export function knobMismatch(name: string, { gainMvPa, mode }: KnobSettings, wanted: KnobsWanted): string | null {
  if (mode !== null && mode !== wanted.mode)
    return `Expected mode ${wanted.mode}, the switch of the ${name} is at ${mode}. Turn it to ${wanted.mode}.`;
  if (gainMvPa === null || wanted.mode !== 'VC' || Math.abs(gainMvPa / wanted.gainMvPa - 1) <= SAME) return null;
  const times = Number((gainMvPa / wanted.gainMvPa).toPrecision(2));
  return (
    `Expected a gain of ${wanted.gainMvPa} mV/pA, the knob of the ${name} is at ${gainMvPa}: currents would read ${times} times ` +
    'what they are. Turn it back, or choose the range of its gain.'
  );
}

/** How the filter knob differs from the filter that a recording states, as one sentence; null: it does not, or is not known. */
export function filterMismatch(name: string, { filterHz }: KnobSettings, wantedHz: number): string | null {
  if (filterHz === null || wantedHz === 0 || Math.abs(filterHz / wantedHz - 1) <= SAME) return null;
  return (
    `Expected a filter of ${wantedHz / 1000} kHz, the knob of the ${name} is at ${filterHz / 1000} kHz. Turn it to that, ` +
    'or state what it is at in the settings.'
  );
}

function stepAt<Value>(what: string, volts: number, { firstV, stepV, values }: TelegraphSteps<Value>): Value {
  const place = Math.round((volts - firstV) / stepV);
  const value = values[place];
  if (value !== undefined && Math.abs(volts - firstV - place * stepV) <= WITHIN * stepV) return value;
  const lastV = firstV + (values.length - 1) * stepV;
  throw new Error(
    `${what} telegraph: expected ${firstV} to ${lastV.toFixed(1)} V in steps of ${stepV} V, got ${volts.toFixed(2)} V. ` +
      'Check its cable and which amplifier was chosen.',
  );
}
