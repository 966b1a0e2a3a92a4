import type { CellModel } from '../cell/cell-model.ts';

/**
 * Effects of a cell's past that remain after the hold: sodium, potassium and the calcium store follow beating, clamping and dialysis by
 * the pipette over minutes; the gate of the funny current opens over seconds where its rates are slow. Shifts against the published initial
 * state at the beginning of the hold, in mM and as a fraction of open gates.
 */
export interface CellHistory {
  readonly sodiumMm: number;
  readonly potassiumMm: number;
  readonly storeMm: number;
  readonly funnyGate: number;
}

export const NO_HISTORY: CellHistory = { sodiumMm: 0, potassiumMm: 0, storeMm: 0, funnyGate: 0 };

/** Places of the states that a history shifts; none for a concentration that the model holds fixed. */
export function historyStates({ history, placeOf }: CellModel): readonly (readonly [id: keyof CellHistory, state: number])[] {
  const all = [
    ['sodiumMm', history.sodium],
    ['potassiumMm', history.potassium],
    ['storeMm', history.store],
    ['funnyGate', history.funny],
  ] as const;
  return all.flatMap(([id, state]) => (state === null ? [] : [[id, placeOf(state)] as const]));
}
