import type { Expression, Graph, Operand } from '../expression.ts';
import type { Kinetics } from '../kinetics.ts';
import { fixedValueOf } from '../parameter.ts';
import { rateFactor, type ThermalProcess } from '../temperature.ts';
import { FIXED, type KernikParameterId } from './parameters.ts';

const fixedValue = fixedValueOf(FIXED);

export const VOLTAGE_GATES = ['d', 'f', 'xr1', 'xr2', 'xs', 'm', 'h', 'j', 'xf', 'r', 's', 'dCaT', 'fCaT'] as const;
export type VoltageGate = (typeof VOLTAGE_GATES)[number];

/** 1 / (1 + x5 exp(V/x6)): the steady state of the common gate form. */
function steadyState(g: Graph, v: Expression, x5: Operand, x6: Operand): Expression {
  return g.divide(1, g.exp(v.over(x6)).times(x5).plus(1));
}

/** The common gate: inf from x5, x6; time constant (inf / (x1 exp(V/x2)) + offset) / q with the rate factor q. */
function commonGate(g: Graph, v: Expression, inf: Expression, x1: Operand, x2: Operand, offset: Operand, q: Expression): Kinetics {
  const slow = inf.times(g.exp(v.times(g.divide(-1, x2)))).over(q.times(x1));
  return { inf, rate: g.divide(1, slow.plus(g.divide(offset, q))) };
}

/** Gates whose four parameters are varied, by what their ids begin with. */
type GatePrefix = 'ical.d' | 'ical.f' | 'ikr.Xr1_' | 'ikr.Xr2_' | 'iks.ks' | 'ina.m' | 'ifunny.xF';

/** Kinetics of the gates that follow the membrane potential alone. */
export function voltageGates(g: Graph, v: Expression): Record<VoltageGate, Kinetics> {
  const p = (id: KernikParameterId): Expression => g.input('parameter', id);
  const q = (process: ThermalProcess): Expression => rateFactor(g, process);
  const gate = (prefix: GatePrefix, offset: Operand, process: ThermalProcess): Kinetics =>
    commonGate(g, v, steadyState(g, v, p(`${prefix}5`), p(`${prefix}6`)), p(`${prefix}1`), p(`${prefix}2`), offset, q(process));
  const hInf = steadyState(g, v, p('ina.h5'), p('ina.h6'));
  const itoGate = (x: 'r' | 's'): Kinetics =>
    commonGate(
      g,
      v,
      steadyState(g, v, fixedValue(`ito.${x}5`), fixedValue(`ito.${x}6`)),
      fixedValue(`ito.${x}1`),
      fixedValue(`ito.${x}2`),
      fixedValue(`ito.tau_${x}_const`),
      q('Ito'),
    );
  // Powers of one exponential: exp(-(V + 26.3)/30) and its fifth.
  const dCaTFall = g.exp(v.plus(26.3).over(-30));
  const dCaTRate = g.divide(1, dCaTFall).plus(dCaTFall).times(q('ICaT').times(1.068));
  const fCaTRate = g
    .exp(v.plus(61.7).over(-83.3))
    .times(q('ICaT').times(0.0153))
    .plus(g.exp(v.plus(61.7).over(15.38)).times(q('ICaT').times(0.015)));
  return {
    d: gate('ical.d', p('ical.taud_const'), 'ICaL'),
    f: gate('ical.f', p('ical.tauf_const'), 'ICaL'),
    xr1: gate('ikr.Xr1_', p('ikr.tau_1_offset'), 'IKrActivation'),
    xr2: gate('ikr.Xr2_', fixedValue('ikr.tau_2_offset'), 'IKrInactivation'),
    xs: gate('iks.ks', fixedValue('iks.tauks_const'), 'IKs'),
    m: gate('ina.m', p('ina.tau_m_const'), 'INa'),
    h: commonGate(g, v, hInf, p('ina.h1'), p('ina.h2'), p('ina.tau_h_const'), q('INa')),
    j: commonGate(g, v, hInf, p('ina.j1'), p('ina.j2'), p('ina.tau_j_const'), q('INa')),
    xf: gate('ifunny.xF', p('ifunny.xF_const'), 'If'),
    r: itoGate('r'),
    s: itoGate('s'),
    dCaT: { inf: g.divide(1, dCaTFall.squared().squared().times(dCaTFall).plus(1)), rate: dCaTRate },
    fCaT: { inf: g.divide(1, g.exp(v.plus(61.7).over(5.6)).plus(1)), rate: fCaTRate },
  };
}
