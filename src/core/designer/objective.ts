import { VARIED } from '../cell/parameters.ts';
import type { CellScore } from './score-protocol.ts';

/** The six largest conductances: what a drug screen asks for first. */
export const CONDUCTANCES = ['ina.g_Na', 'ical.p_CaL', 'ikr.g_Kr', 'iks.g_Ks', 'ik1.g_K1', 'ifunny.g_f'] as const;
const AT = CONDUCTANCES.map((id) => VARIED.findIndex((parameter) => parameter.id === id));

/** Every conductance below this counts CONDUCTANCE_WEIGHT times more than its part in the mean. */
const WANTED = 0.988;
const CONDUCTANCE_WEIGHT = 0.2;
/** Price of a voltage error beyond the limit, per mV. */
const VOLTAGE_ERROR_PRICE = 0.002;

/** What the search makes as large as it can on each cell. */
export function objective(score: CellScore, allowedErrorMv: number): number {
  let value = score.r2.reduce((sum, r2) => sum + r2, 0) / score.r2.length;
  for (const at of AT) value -= CONDUCTANCE_WEIGHT * Math.max(0, WANTED - (score.r2[at] as number));
  return value - VOLTAGE_ERROR_PRICE * (score.voltageErrorMv > allowedErrorMv ? score.voltageErrorMv - allowedErrorMv : 0);
}
