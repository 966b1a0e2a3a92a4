import { parseBeside } from '../../../../core/drug/beside-text.ts';
import { MOST_NM } from '../../../../core/drug/most-nm.ts';
import { multiplesOfCmax } from '../../../../core/drug/plan-experiment.ts';
import { CONDITION_LIMITS, conditionGrid, conditionProblem, type SweepCondition } from '../../../../core/drug/sweep-condition.ts';
import { LONGEST_S, LONGEST_TAU_S, MOST_SOLUTIONS, SHORTEST_S, washOf, type Wash } from '../../../../core/drug/wash.ts';
import type { ExperimentForm } from './studyState.ts';

type Limited = keyof typeof CONDITION_LIMITS;

/** Numbers of a field, separated by commas or spaces. @throws Error with the sentence for the operator */
function numbersOf(text: string, what: string, unit: string, [low, high]: readonly [number, number]): number[] {
  return text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const value = Number(part);
      if (!(value >= low && value <= high)) throw new Error(`${what}: expected ${low} to ${high} ${unit}, got "${part}". Correct it.`);
      return value;
    });
}

/** Why a field cannot be used; null where it can. */
export function fieldProblem(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Free Cmax of an own compound, nM; null where it is not known. @throws Error with the sentence for the operator */
export function cmaxOf(text: string): number | null {
  if (text.trim() === '') return null;
  const nM = Number(text);
  if (!(nM > 0 && nM <= MOST_NM))
    throw new Error(`Free Cmax: expected a concentration above 0 nM, got "${text}". Correct it or leave it empty.`);
  return nM;
}

/**
 * @param freeCmaxNm of the drug, where it is known
 * @param atNm where the block was measured on the cell: at no other concentration unless it is typed
 */
export function concentrationsOf(
  { concentrations }: Pick<ExperimentForm, 'concentrations'>,
  freeCmaxNm: number | null,
  atNm: number | null = null,
): number[] {
  const typed = numbersOf(concentrations, 'Concentrations', 'nM', [0, MOST_NM]);
  if (typed.length > 0) return typed;
  if (atNm !== null) return [atNm];
  if (freeCmaxNm === null) throw new Error('Concentrations: no free Cmax of this drug is known. Type them, in nM.');
  return multiplesOfCmax(freeCmaxNm);
}

/** Times of a wash-in, s. */
const TIMES = { controlS: [0, 900], eachS: [5, 900], washS: [0, 900], timeConstantS: [0, LONGEST_TAU_S] } as const;
const TIME_WORDS = { controlS: 'Control', eachS: 'Each', washS: 'Wash', timeConstantS: 'Time constant of the bath' } as const;

export const TIME_KEYS = Object.keys(TIMES) as (keyof typeof TIMES)[];

/** One time of the form, s. @throws Error with the sentence for the operator */
export function timeOf(form: ExperimentForm, key: keyof typeof TIMES): number {
  const [value, ...more] = numbersOf(form[key], TIME_WORDS[key], 's', TIMES[key]);
  if (value === undefined || more.length > 0)
    throw new Error(`${TIME_WORDS[key]}: expected one time of ${TIMES[key].join(' to ')} s, got "${form[key]}". Correct it.`);
  return value;
}

/** Concentrations one after the other in time; null where each is by itself. @throws Error with the sentence for the operator */
export function washOfForm(form: ExperimentForm, freeCmaxNm: number | null, atNm: number | null = null): Wash | null {
  if (form.kind !== 'wash') return null;
  const typed = numbersOf(form.concentrations, 'Concentrations', 'nM', [0, MOST_NM]);
  const usual = atNm !== null ? [atNm] : freeCmaxNm !== null ? [freeCmaxNm, 10 * freeCmaxNm] : [];
  const concentrationsNm = typed.length > 0 ? typed : usual;
  if (concentrationsNm.length === 0) throw new Error('Concentrations: no free Cmax of this drug is known. Type them, in nM.');
  if (concentrationsNm.length >= MOST_SOLUTIONS)
    throw new Error(`Concentrations: expected fewer than ${MOST_SOLUTIONS} one after the other, got ${concentrationsNm.length}.`);
  const wash = washOf({
    controlS: timeOf(form, 'controlS'),
    eachS: timeOf(form, 'eachS'),
    washS: timeOf(form, 'washS'),
    timeConstantS: timeOf(form, 'timeConstantS'),
    concentrationsNm,
  });
  if (!(wash.endS >= SHORTEST_S && wash.endS <= LONGEST_S))
    throw new Error(`Expected a time course of ${SHORTEST_S} to ${LONGEST_S} s, got ${wash.endS} s. Change its times.`);
  return wash;
}

export function besideOf({ beside }: Pick<ExperimentForm, 'beside'>): { drug: string; concentrationNm: number }[] {
  try {
    return parseBeside(beside);
  } catch (cause) {
    throw new Error(`Other drugs: ${(cause as Error).message}`, { cause });
  }
}

/** The one concentration of a drug, nM. @throws Error with the sentence for the operator */
export function concentrationOf(text: string): number {
  const [nM, ...more] = numbersOf(text, 'Concentration', 'nM', [0, MOST_NM]);
  if (nM === undefined || more.length > 0)
    throw new Error(`Concentration: expected one of 0 to ${MOST_NM} nM, got "${text}". Write decimals with a point.`);
  return nM;
}

const FIELDS: readonly (readonly [field: 'temperature' | 'potassium' | 'calcium' | 'sodium', key: Limited, what: string, unit: string])[] =
  [
    ['temperature', 'temperatureC', 'Temperature', 'degC'],
    ['potassium', 'potassiumMm', 'Potassium', 'mM'],
    ['calcium', 'calciumMm', 'Calcium', 'mM'],
    ['sodium', 'sodiumMm', 'Sodium', 'mM'],
  ];

/** Every combination of the values in the fields. @throws Error with the sentence for the operator */
export function conditionsOf(form: ExperimentForm): SweepCondition[] {
  const pace = form.pace
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map((part) => (part.toLowerCase() === 'free' ? null : (numbersOf(part, 'Pacing', 'ms', CONDITION_LIMITS.paceMs)[0] ?? null)));
  const or = (values: number[], absent: number | null): (number | null)[] => (values.length > 0 ? values : [absent]);
  const others = Object.fromEntries(
    FIELDS.map(([field, key, what, unit]) => [key, or(numbersOf(form[field], what, unit, CONDITION_LIMITS[key]), null)]),
  );
  const conditions = conditionGrid({
    paceMs: pace.length > 0 ? pace : [null],
    s2Ms: form.kind === 'wash' ? [null] : or(numbersOf(form.s2, 'S2', 'ms', CONDITION_LIMITS.s2Ms), null),
    ik1: [form.ik1 ? 1 : 0],
    leakNsPf: or(numbersOf(form.leak, 'Seal leak', 'nS/pF', CONDITION_LIMITS.leakNsPf), 0) as number[],
    ...others,
  });
  if (conditions.length > 24)
    throw new Error(`Expected at most 24 combinations of conditions, got ${conditions.length}. Leave values out.`);
  for (const condition of conditions) {
    const problem = conditionProblem(condition);
    if (problem !== null) throw new Error(problem);
  }
  return conditions;
}
