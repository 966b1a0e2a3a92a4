import { stateIndex } from '../cell/steps.ts';

/**
 * What a cell went through before its recording, as far as it is not forgotten during the hold: sodium, potassium and the calcium store follow beating and clamping over minutes,
 * and the pipette over its own time. Shifts against the published initial state at the beginning of the hold, mM.
 */
export interface CellHistory {
  readonly sodiumMm: number;
  readonly potassiumMm: number;
  readonly storeMm: number;
}

export const NO_HISTORY: CellHistory = { sodiumMm: 0, potassiumMm: 0, storeMm: 0 };

export const HISTORY_STATES: readonly (readonly [id: keyof CellHistory, state: number])[] = [
  ['sodiumMm', stateIndex('dNai')],
  ['potassiumMm', stateIndex('dKi')],
  ['storeMm', stateIndex('caSr')],
];
