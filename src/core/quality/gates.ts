import { choice, list, nullable, numberBetween, record, type Of } from '../schema/index.ts';

export const GATE_IDS = ['seal', 'access', 'error', 'change', 'capacitance', 'resistance', 'holding'] as const;
export type GateId = (typeof GATE_IDS)[number];

const bound = nullable(numberBetween(0, 1e6));

/**
 * Limits of one measure, in its unit; a value at a limit is inside. Below or above `pass` it is a warning, beyond `fail` a failure; null:
 * no limit on that side.
 */
export const gateSchema = record({
  id: choice(...GATE_IDS),
  passFrom: bound,
  passTo: bound,
  failBelow: bound,
  failAbove: bound,
});
export type Gate = Of<typeof gateSchema>;
export const gatesSchema = list(gateSchema, GATE_IDS.length);

export const LEVELS = ['pass', 'warn', 'fail', 'unknown'] as const;
export type Level = (typeof LEVELS)[number];

/** A measure and what its gate says; value null: not measured. */
export interface Verdict {
  readonly id: GateId;
  readonly level: Level;
  readonly value: number | null;
}

/** What a gate is to a person. */
export const GATE_WORDS: Readonly<Record<GateId, { readonly label: string; readonly unit: string; readonly digits: number }>> = {
  seal: { label: 'Seal before break-in', unit: 'MΩ', digits: 0 },
  access: { label: 'Access resistance', unit: 'MΩ', digits: 1 },
  error: { label: 'Clamp error, slow currents', unit: 'mV', digits: 1 },
  change: { label: 'Rs change from break-in', unit: '%', digits: 0 },
  capacitance: { label: 'Membrane capacitance', unit: 'pF', digits: 1 },
  resistance: { label: 'Membrane resistance', unit: 'MΩ', digits: 0 },
  holding: { label: 'Holding current at −80 mV', unit: 'pA', digits: 0 },
};

const gate = (id: GateId, limits: Partial<Omit<Gate, 'id'>>): Gate => ({
  id,
  passFrom: null,
  passTo: null,
  failBelow: null,
  failAbove: null,
  ...limits,
});

/** The usual limits for iPSC-CM. Of 40 published cells 3 have an access below 25 MOhm: gates advise, they refuse nothing. */
export const USUAL_GATES: readonly Gate[] = [
  gate('seal', { passFrom: 1000, failBelow: 300 }),
  gate('access', { passTo: 25, failAbove: 40 }),
  gate('error', { passTo: 5, failAbove: 10 }),
  gate('change', { passTo: 20, failAbove: 50 }),
  gate('capacitance', { passFrom: 10, passTo: 120, failBelow: 5 }),
  gate('resistance', { passFrom: 300, failBelow: 150 }),
  gate('holding', { passTo: 200, failAbove: 500 }),
];

/** What is known of a cell, in the units of the gates; absent or null: not measured. */
export type Measures = { readonly [Id in GateId]?: number | null };

/**
 * One verdict for each gate, in the order of the gates. Signs do not count: a holding current of -300 pA is 300.
 * @example judgeGates(USUAL_GATES, { access: 30 })[1]; // { id: 'access', level: 'warn', value: 30 }
 */
export function judgeGates(gates: readonly Gate[], measures: Measures): Verdict[] {
  return gates.map((limits) => {
    const value = measures[limits.id] ?? null;
    return { id: limits.id, value, level: value === null || !Number.isFinite(value) ? 'unknown' : levelOf(limits, Math.abs(value)) };
  });
}

function levelOf({ passFrom, passTo, failBelow, failAbove }: Gate, value: number): Level {
  if ((failBelow !== null && value < failBelow) || (failAbove !== null && value > failAbove)) return 'fail';
  if ((passFrom !== null && value < passFrom) || (passTo !== null && value > passTo)) return 'warn';
  return 'pass';
}
