import { BATH_LIMITS_MM } from '../cell/bath-mm.ts';
import { CELL_KINDS, type CellKind } from './cell-kind.ts';
import type { RecordingConditions, VoltageClampRecording } from './recording.ts';

function concentration(ion: keyof typeof BATH_LIMITS_MM): { label: string; unit: string; low: number; high: number } {
  const [low, high] = BATH_LIMITS_MM[ion];
  return { label: `${ion} outside`, unit: 'mM', low, high };
}

/** Conditions that an operator may state or correct after a recording, with what they can be. */
export const CORRECTABLE = {
  temperatureC: { label: 'bath temperature', unit: '°C', low: 0, high: 50 },
  junctionPotentialMv: { label: 'junction potential', unit: 'mV', low: -50, high: 50 },
  seriesResistanceMohm: { label: 'series resistance', unit: 'MOhm', low: 0, high: 1000 },
  compensationPercent: { label: 'compensation', unit: '%', low: 0, high: 100 },
  predictionPercent: { label: 'prediction', unit: '%', low: 0, high: 100 },
  filterHz: { label: 'filter', unit: 'Hz', low: 10, high: 200_000 },
  bathPotassiumMm: concentration('potassium'),
  bathCalciumMm: concentration('calcium'),
  bathSodiumMm: concentration('sodium'),
} as const satisfies Partial<Record<keyof RecordingConditions, { label: string; unit: string; low: number; high: number }>>;
export type Correctable = keyof typeof CORRECTABLE;

/** What one correction changes; null: unknown again. A field that is absent stays as it was. */
export type CorrectedFields = { readonly [K in Correctable]?: number | null } & {
  readonly cell?: CellKind | null;
  /** Why the recording is rejected; null: it is accepted. */
  readonly rejected?: string | null;
  /** Whether a potential was recorded while the cell was paced: its rhythm then is not its own. */
  readonly paced?: boolean;
  /** Interval of the stimuli that were found in a paced potential, ms: the program says so when it was recorded or imported. */
  readonly stimulusMs?: number;
  /** All stretches that are left out, ms since the start; an empty list: none. */
  readonly excludedMs?: readonly (readonly [fromMs: number, toMs: number])[];
};

export interface Correction {
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly changes: CorrectedFields;
}

const MOST_STRETCHES = 1000;
export const LONGEST_REASON = 500;

/** @throws Error that names the field, what was expected and what came */
export function assertCorrection(changes: CorrectedFields): CorrectedFields {
  const { cell, excludedMs, rejected, paced, stimulusMs, ...conditions } = changes;
  for (const [key, value] of Object.entries(conditions)) {
    const range = (CORRECTABLE as Partial<Record<string, (typeof CORRECTABLE)[Correctable]>>)[key];
    if (range === undefined) throw new Error(`Correction: "${key}" is no condition that can be corrected.`);
    const { label, unit, low, high } = range;
    if (value !== null && !(typeof value === 'number' && value >= low && value <= high))
      throw new Error(`Correction of the ${label}: expected ${low} to ${high} ${unit}, got ${String(value)}.`);
  }
  if (cell !== undefined && cell !== null && !CELL_KINDS.includes(cell))
    throw new Error(`Correction of the cell: expected ${CELL_KINDS.join(' or ')}, got ${cell as string}.`);
  if (paced !== undefined && typeof paced !== 'boolean')
    throw new Error(`Correction of the pacing: expected true or false, got ${String(paced)}.`);
  if (stimulusMs !== undefined && !(paced === true && stimulusMs > 0 && Number.isFinite(stimulusMs)))
    throw new Error(`Correction of the pacing: expected an interval above 0 ms of a paced potential, got ${String(stimulusMs)}.`);
  if (typeof rejected === 'string' && (rejected.trim() === '' || rejected.length > LONGEST_REASON))
    throw new Error(`Rejecting a recording: expected a reason of 1 to ${LONGEST_REASON} characters, got ${rejected.trim().length}.`);
  assertStretches(excludedMs ?? []);
  return changes;
}

function assertStretches(stretches: Corrected['excludedMs']): void {
  if (stretches.length > MOST_STRETCHES) throw new Error(`Correction: expected at most ${MOST_STRETCHES} stretches.`);
  for (const [from, to] of stretches) {
    if (!(from >= 0 && to > from && Number.isFinite(to)))
      throw new Error(`Stretch to exclude: expected a start of 0 ms or later and a later end, got ${from} to ${to} ms.`);
  }
}

export interface Corrected {
  readonly conditions: RecordingConditions;
  readonly cell?: CellKind;
  /** Why it is rejected; absent: it is not. */
  readonly rejected?: string;
  /** As it was stated; absent: as it was recorded. */
  readonly paced?: boolean;
  /** Interval of the stimuli, ms, where they were found. */
  readonly stimulusMs?: number;
  readonly excludedMs: NonNullable<VoltageClampRecording['excludedMs']>;
}

/** Conditions as they were recorded, with corrections in the order of their making. */
export function corrected(conditions: RecordingConditions, corrections: readonly Correction[]): Corrected {
  const known = new Map<string, unknown>(Object.entries(conditions));
  let cell: CellKind | null = null;
  let rejected: string | null = null;
  let paced: boolean | null = null;
  let stimulusMs: number | null = null;
  let excludedMs: Corrected['excludedMs'] = [];
  for (const { changes } of corrections) {
    const { cell: ofCell, excludedMs: stretches, rejected: reason, paced: isPaced, stimulusMs: interval, ...rest } = changes;
    for (const [key, value] of Object.entries(rest)) {
      known.set(key, value);
    }
    if (ofCell !== undefined) cell = ofCell;
    if (reason !== undefined) rejected = reason;
    paced = isPaced ?? paced;
    stimulusMs = paced === false ? null : (interval ?? stimulusMs);
    if (stretches !== undefined) excludedMs = stretches;
  }
  const stated = Object.fromEntries([...known].filter(([, value]) => value !== null));
  return {
    conditions: stated,
    excludedMs,
    ...(cell === null ? {} : { cell }),
    ...(rejected === null ? {} : { rejected }),
    ...(paced === null ? {} : { paced }),
    ...(stimulusMs === null ? {} : { stimulusMs }),
  };
}

/** A correction in words, for its history. */
export function correctionWords({ cell, excludedMs, rejected, paced, stimulusMs, ...conditions }: CorrectedFields): string {
  return [
    ...Object.entries(conditions).map(([key, value]) => {
      const { label, unit } = CORRECTABLE[key as Correctable];
      return `${label} ${value === null ? 'not stated' : `${String(value)} ${unit}`}`;
    }),
    ...(cell === undefined ? [] : [cell === null ? 'cell as it was marked' : `cell: ${cell}`]),
    ...(rejected === undefined ? [] : [rejected === null ? 'accepted' : `rejected: ${rejected}`]),
    ...(paced === undefined
      ? []
      : [paced ? (stimulusMs === undefined ? 'paced' : `paced: stimuli every ${stimulusWords(stimulusMs)} were found`) : 'not paced']),
    ...(excludedMs === undefined
      ? []
      : [excludedMs.length === 0 ? 'nothing excluded' : `excluded ${excludedMs.map(([from, to]) => `${from} to ${to} ms`).join(', ')}`]),
  ].join('; ');
}

/** What was found in a potential, and what to do where that is wrong. */
export function stimuliFound(intervalMs: number): string {
  return (
    `Stimuli every ${stimulusWords(intervalMs)} were found: it is taken for paced, and its beats are not measured as the cell's own. ` +
    'If that is wrong, say so under Conditions … on the Review desk, or with "session correct --paced no".'
  );
}

/** An interval of stimuli as it is said. @example stimulusWords(999.98) // '1000 ms' */
export function stimulusWords(intervalMs: number): string {
  return `${Number(intervalMs.toFixed(1))} ms`;
}
