import { FARADAY, GAS_CONSTANT } from './constants.ts';
import type { Expression, Graph } from './expression.ts';

/**
 * Temperature of the cell. The published values hold for 310 K, here 37 degC; at any other temperature T rates are
 * multiplied and time constants divided by Q10^((T - 37)/10), conductances by separate Q10s; Nernst and Goldman terms contain T.
 * Sources: docs/science/temperature.md.
 */
export const PUBLISHED_TEMPERATURE_C = 37;
const KELVIN_AT_ZERO_C = 273;

/** [kinetics, conductance] of each current and flux. */
export const Q10 = {
  INa: [3, 1.5],
  ICaL: [2, 2.57],
  ICaT: [2.5, 2.5],
  IKrActivation: [2.1, 1.4],
  IKrInactivation: [2.5, 1.4],
  IKs: [3, 1.4],
  Ito: [3, 1.4],
  If: [2.3, 1.4],
  IK1: [1, 1.5],
  INaCa: [1, 1.57],
  INaK: [1, 1.63],
  IpCa: [1, 2.35],
  background: [1, 1.3],
  uptake: [1, 2.6],
} as const;
export type ThermalProcess = keyof typeof Q10;

/** Input of the cell's temperature, degC. */
function temperature(g: Graph): Expression {
  return g.input('parameter', 'env.temperatureC');
}

/** RT/F, mV. */
export function thermalVoltage(g: Graph): Expression {
  const kelvin = temperature(g).plus(KELVIN_AT_ZERO_C);
  return g.label('RT_over_F', 'mV', kelvin.times(GAS_CONSTANT / FARADAY));
}

/** Factor of the rates of a process. */
export function rateFactor(g: Graph, process: ThermalProcess): Expression {
  return factor(g, Q10[process][0]);
}

/** Factor of the conductance, permeability or flux of a process. */
export function conductanceFactor(g: Graph, process: ThermalProcess): Expression {
  return factor(g, Q10[process][1]);
}

function factor(g: Graph, q10: number): Expression {
  const power = temperature(g)
    .minus(PUBLISHED_TEMPERATURE_C)
    .times(Math.log(q10) / 10);
  return g.label(`q10_${String(q10).replace('.', 'p')}`, '1', g.exp(power));
}
