import { list, numberBetween, record, type Of } from '../schema/index.ts';
import { MOST_NM } from './most-nm.ts';

/** Most solutions of a time course, and its longest time: 30 minutes of a cell are 60 MB while they are simulated. */
export const MOST_SOLUTIONS = 20;
export const LONGEST_S = 1800;
/** Shortest time course: a window in which beats are read. */
export const SHORTEST_S = 10;
export const LONGEST_TAU_S = 600;

/** Concentration of a drug in the bath over time: solutions flow in one after the other, and the bath exchanges exponentially. */
export const washSchema = record({
  /** From each time on (s from the start of the record) a solution of this concentration flows; before the first one, none of the drug. */
  solutions: list(record({ atS: numberBetween(0, LONGEST_S), nM: numberBetween(0, MOST_NM) }), MOST_SOLUTIONS),
  /** End of the record, s. */
  endS: numberBetween(SHORTEST_S, LONGEST_S),
  /** Time constant of the exchange of the bath, s; 0: at once. */
  timeConstantS: numberBetween(0, LONGEST_TAU_S),
});
export type Wash = Of<typeof washSchema>;

/** A time course in whole parts, as a person states it: control, each concentration for as long, wash. */
export interface WashParts {
  readonly controlS: number;
  readonly concentrationsNm: readonly number[];
  readonly eachS: number;
  readonly washS: number;
  readonly timeConstantS: number;
}

/** Control, then one concentration after the other, then wash-out. A part of 0 s is left out. */
export function washOf({ controlS, concentrationsNm, eachS, washS, timeConstantS }: WashParts): Wash {
  const treatedS = controlS + eachS * concentrationsNm.length;
  const solutions = concentrationsNm.map((nM, i) => ({ atS: controlS + i * eachS, nM }));
  return { solutions: washS > 0 ? [...solutions, { atS: treatedS, nM: 0 }] : solutions, endS: treatedS + washS, timeConstantS };
}

/** Why a time course cannot be simulated, as a sentence; null where it can. */
export function washProblem({ solutions, endS }: Wash): string | null {
  if (solutions.length === 0) return 'Expected at least one solution that flows over the cell, got none. Add one with its time.';
  const back = solutions.findIndex(({ atS }, i) => i > 0 && !(atS > (solutions[i - 1]?.atS ?? NaN)));
  if (back > 0) return `Expected solutions in the order of their times, got ${solutions[back]?.atS} s after ${solutions[back - 1]?.atS} s.`;
  const last = solutions.at(-1)?.atS ?? 0;
  if (!(endS > last)) return `Expected the end after the last solution at ${last} s, got ${endS} s. Make the time course longer.`;
  return null;
}

/**
 * Concentration in the bath: dC/dt = (flowing - C) / tau, from no drug at the start.
 * @param timeS s from the start of the record @returns nM, exactly 0 before any drug flows
 */
export function concentrationAt({ solutions, timeConstantS }: Wash, timeS: number): number {
  let inBath = 0;
  for (const [i, { atS, nM }] of solutions.entries()) {
    if (atS > timeS) break;
    const untilS = Math.min(timeS, solutions[i + 1]?.atS ?? Infinity);
    inBath = timeConstantS === 0 ? nM : nM + (inBath - nM) * Math.exp(-(untilS - atS) / timeConstantS);
  }
  return inBath;
}

/** The concentrations that flow, rising, each once; without that of the wash. */
export function washConcentrations({ solutions }: Wash): number[] {
  return [...new Set(solutions.map(({ nM }) => nM))].filter((nM) => nM > 0).sort((a, b) => a - b);
}

/** "10 nM from 60 s, wash from 180 s; bath exchange with a time constant of 10 s". */
export function washWords({ solutions, timeConstantS }: Wash): string {
  const flows = solutions.map(({ atS, nM }) => `${nM === 0 ? 'wash' : `${Number(nM.toPrecision(4))} nM`} from ${atS} s`);
  return `${flows.join(', ')}; bath exchange with a time constant of ${timeConstantS} s`;
}
