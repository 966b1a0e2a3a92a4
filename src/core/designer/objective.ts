import type { CellModel } from '../cell/cell-model.ts';
import type { CellScore } from './score-protocol.ts';

/** Currents whose conductance matters most in a drug screen, in the order of tables. */
const ASKED_FIRST = ['INa', 'ICaL', 'IKr', 'IKs', 'IK1', 'If'] as const;

/** Ids of the conductances that matter most in a drug screen, as far as the cell varies them. */
export function conductances(model: CellModel): string[] {
  return ASKED_FIRST.flatMap((current) =>
    model.varied.filter((p) => p.role === 'conductance' && p.current === current).map(({ id }) => id),
  );
}

function placesOfConductances(model: CellModel): readonly number[] {
  const found = places.get(model) ?? conductances(model).map((id) => model.varied.findIndex((parameter) => parameter.id === id));
  places.set(model, found);
  return found;
}
const places = new WeakMap<CellModel, readonly number[]>();

/** A conductance below this counts CONDUCTANCE_WEIGHT times more than its part in the mean. */
const WANTED = 0.988;
const CONDUCTANCE_WEIGHT = 0.2;
/** Price of a voltage error beyond the limit, per mV. */
const VOLTAGE_ERROR_PRICE = 0.002;

/** The objective that the search maximises on each cell. */
export function objective(score: CellScore, allowedErrorMv: number, model: CellModel): number {
  let value = score.r2.reduce((sum, r2) => sum + r2, 0) / score.r2.length;
  for (const at of placesOfConductances(model)) value -= CONDUCTANCE_WEIGHT * Math.max(0, WANTED - (score.r2[at] as number));
  return value - VOLTAGE_ERROR_PRICE * (score.voltageErrorMv > allowedErrorMv ? score.voltageErrorMv - allowedErrorMv : 0);
}
