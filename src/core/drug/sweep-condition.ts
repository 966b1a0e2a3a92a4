import { BEAT_SECONDS, SETTLE_S } from '../beat/simulate-beat.ts';
import { BATH_LIMITS_MM } from '../cell/bath-mm.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { nullable, numberAbove, numberBetween, record, type Of } from '../schema/index.ts';

/** Limits of what a condition may ask for: outside of them the cell is no cell. */
export const CONDITION_LIMITS = {
  paceMs: [200, 10_000],
  s2Ms: [100, 10_000],
  ik1: [0, 3],
  leakNsPf: [0, 10],
  temperatureC: [20, 40],
  potassiumMm: BATH_LIMITS_MM.potassium,
  calciumMm: BATH_LIMITS_MM.calcium,
  sodiumMm: BATH_LIMITS_MM.sodium,
} as const;

const within = ([low, high]: readonly [number, number]): ReturnType<typeof numberBetween> => numberBetween(low, high);

/** Conditions of an experiment on cells. */
export const sweepConditionSchema = record({
  /** Stimulated every so many ms; null: free running. */
  paceMs: nullable(within(CONDITION_LIMITS.paceMs)),
  /** One more stimulus so long after the last one of the train, ms; null: none. */
  s2Ms: nullable(within(CONDITION_LIMITS.s2Ms)),
  /** Inward rectifier added by dynamic clamp; 1 is an adult cell, 0 none. */
  ik1: within(CONDITION_LIMITS.ik1),
  /** Seal leak in place, nS/pF; 0: sealed off. */
  leakNsPf: within(CONDITION_LIMITS.leakNsPf),
  /** degC; null: as the twin was recorded. */
  temperatureC: nullable(within(CONDITION_LIMITS.temperatureC)),
  /** Concentrations outside, mM; null: as the twin was recorded, where that was stated, else as published. */
  potassiumMm: nullable(within(CONDITION_LIMITS.potassiumMm)),
  calciumMm: nullable(within(CONDITION_LIMITS.calciumMm)),
  sodiumMm: nullable(within(CONDITION_LIMITS.sodiumMm)),
  /** Time before the record, and the record, s. */
  settleS: numberBetween(0, 1000),
  seconds: numberAbove(0),
});
export type SweepCondition = Of<typeof sweepConditionSchema>;

/** Paced cells follow their stimulus within this time; free ones settle as a twin does, s. */
const PACED_SETTLE_S = 20;

/** A cell by itself at its own temperature, or paced, with what differs from that. */
export function sweepCondition(change: Partial<SweepCondition> = {}): SweepCondition {
  const paceMs = change.paceMs ?? null;
  return {
    paceMs,
    s2Ms: null,
    ik1: 0,
    leakNsPf: 0,
    temperatureC: null,
    potassiumMm: null,
    calciumMm: null,
    sodiumMm: null,
    settleS: paceMs === null ? SETTLE_S : PACED_SETTLE_S,
    seconds: BEAT_SECONDS,
    ...change,
  };
}

/** Values of a cell in these conditions. */
export function inCondition(values: Float64Array, condition: SweepCondition, model: CellModel): Float64Array {
  const result = values.slice();
  const set = (id: Parameters<CellModel['index']>[0], value: number | null): void => {
    if (value !== null) result[model.index(id)] = value;
  };
  set('dynamicClamp.IK1', condition.ik1);
  set('leak.g', condition.leakNsPf);
  set('env.temperatureC', condition.temperatureC);
  set('bath.K', condition.potassiumMm);
  set('bath.Ca', condition.calciumMm);
  set('bath.Na', condition.sodiumMm);
  return result;
}

/** Why a condition cannot be simulated, as a sentence; null where it can. */
export function conditionProblem({ paceMs, s2Ms, seconds }: SweepCondition): string | null {
  if (s2Ms === null) return null;
  if (paceMs === null)
    return 'S2 needs a train of stimuli before it: expected a pacing interval, got a free running cell. Set the interval.';
  if (s2Ms + 2 * paceMs > 1000 * seconds)
    return `Expected S2 and two intervals to fit into ${seconds} s of record, got ${s2Ms} ms after every ${paceMs} ms. Shorten them.`;
  return null;
}

/** The condition in words, for every figure: free running or paced, and what was changed. */
export function conditionWords(condition: SweepCondition): string {
  const { paceMs, s2Ms, ik1, leakNsPf, temperatureC, potassiumMm, calciumMm, sodiumMm } = condition;
  const rhythm = paceMs === null ? 'free running' : `paced every ${paceMs} ms${s2Ms === null ? '' : `, S2 after ${s2Ms} ms`}`;
  const changed = [
    ...(ik1 > 0 ? [`dynamic-clamp IK1${ik1 === 1 ? '' : ` x ${ik1}`}`] : []),
    ...(leakNsPf > 0 ? [`seal leak ${leakNsPf} nS/pF`] : []),
    ...(temperatureC === null ? [] : [`${temperatureC} degC`]),
    ...(potassiumMm === null ? [] : [`${potassiumMm} mM K outside`]),
    ...(calciumMm === null ? [] : [`${calciumMm} mM Ca outside`]),
    ...(sodiumMm === null ? [] : [`${sodiumMm} mM Na outside`]),
  ];
  return [rhythm, ...changed].join(', ');
}

/** What belongs to every figure of an experiment. */
export function figureNote(condition: SweepCondition): string {
  return `Block is static, ${conditionWords(condition)}`;
}

type Values<T> = { readonly [K in keyof T]?: readonly T[K][] };

/** Every combination of the given values: a factorial table. */
export function conditionGrid(values: Values<SweepCondition>): SweepCondition[] {
  const keys = Object.keys(values) as (keyof SweepCondition)[];
  const combinations = keys.reduce<readonly Partial<SweepCondition>[]>(
    (grid, key) => grid.flatMap((cell) => (values[key] ?? []).map((value) => ({ ...cell, [key]: value }))),
    [{}],
  );
  return combinations.map((change) => sweepCondition(change));
}
