import { fixedValue } from './adjustable.ts';
import { CAO, FARADAY, FLUX_PER_CURRENT, CYTOSOL_UM3, KO, NAO, SR_UM3 } from './constants.ts';
import type { Expression, Graph, Operand } from './expression.ts';
import { conductanceFactor, rateFactor, thermalVoltage, type ThermalProcess } from './temperature.ts';

/**
 * The Kernik 2019 cell, told once as expressions (Kernik et al. 2019, J Physiol 597:4533). Every engine is compiled from
 * here. Units: mV, ms, mM, A/F (= pA/pF), nS/pF.
 */

/** First-order kinetics: d(gate)/dt = (inf - gate) * rate. */
export interface Kinetics {
  readonly inf: Expression;
  readonly rate: Expression;
}

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

/** Kinetics of the gates that follow the membrane potential alone. */
export function voltageGates(g: Graph, v: Expression): Record<VoltageGate, Kinetics> {
  const p = (id: string): Expression => g.input('parameter', id);
  const q = (process: ThermalProcess): Expression => rateFactor(g, process);
  const gate = (prefix: string, offset: Operand, process: ThermalProcess): Kinetics =>
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

export interface CellState extends Record<VoltageGate, Expression> {
  readonly caSr: Expression;
  readonly cai: Expression;
  readonly nai: Expression;
  readonly ki: Expression;
  readonly fCa: Expression;
  /** Ryanodine receptor as two independent two-state gates: active (O + I) and available (R + O). */
  readonly ryrActive: Expression;
  readonly ryrAvailable: Expression;
}

export const CURRENTS = [
  'IK1', 'Ito', 'IKr', 'IKs', 'ICaL', 'ICaT', 'INaK', 'INa', 'INaCa', 'IpCa', 'If', 'IbNa', 'IbCa',
] as const;
export type CurrentName = (typeof CURRENTS)[number];

export interface Currents extends Record<CurrentName, Expression> {
  /** The ions' own shares, for the concentrations. */
  readonly calIonCa: Expression;
  /** Calcium carried out per cytosolic calcium, A/F per mM (of INaCa: one charge for one calcium). */
  readonly calIonCaOfCai: Expression;
  readonly IpCaOfCai: Expression;
  readonly INaCaOfCai: Expression;
  readonly calIonNa: Expression;
  readonly calIonK: Expression;
  readonly ifNa: Expression;
  readonly ifK: Expression;
  readonly leak: Expression;
  readonly total: Expression;
  /** Sum of the chord conductances of the ohmic currents, nS/pF: a cheap lower part of dI/dV. */
  readonly conductance: Expression;
}

/** u / (e^u - 1), with its series near u = 0 where the quotient loses all digits. */
function goldman(g: Graph, u: Expression, expU: Expression): Expression {
  const square = u.squared();
  const series = square.times(1 / 12).minus(square.squared().times(1 / 720)).plus(1).minus(u.times(0.5));
  const near = g.less(square, 0.01);
  const denominator = g.select(near, 1, expU.minus(1));
  return g.select(near, series, u.over(denominator));
}

export function currents(g: Graph, v: Expression, s: CellState): Currents {
  const p = (id: string): Expression => g.input('parameter', id);
  const hot = (process: ThermalProcess): Expression => conductanceFactor(g, process);
  const sqrtKo = Math.sqrt(KO / 5.4);
  const rtF = thermalVoltage(g);
  const eK = g.subtract(Math.log(KO), g.log(s.ki)).times(rtF);
  const eNa = g.subtract(Math.log(NAO), g.log(s.nai)).times(rtF);
  const eCa = g.subtract(Math.log(CAO), g.log(s.cai)).times(rtF.times(0.5));
  const vF = v.over(rtF);

  const k1a = g.exp(v.plus(p('ik1.xK13')).over(p('ik1.xK12'))).times(p('ik1.xK11'));
  const k1b = g.exp(v.plus(p('ik1.xK15')).over(p('ik1.xK14')));
  const gK1 = k1a.over(k1a.plus(k1b)).times(p('ik1.g_K1').times(hot('IK1')).times(sqrtKo));
  const gKr = s.xr1.times(s.xr2).times(p('ikr.g_Kr').times(hot('IKrActivation')).times(sqrtKo));
  const gKs = s.xs.squared().times(p('iks.g_Ks').times(hot('IKs')));
  const gTo = s.r.times(s.s).times(p('scale.Ito').times(hot('Ito')).times(fixedValue('ito.g_to')));
  const gNa = s.m.squared().times(s.m).times(s.h).times(s.j).times(p('ina.g_Na').times(hot('INa')));
  const IK1 = gK1.times(v.minus(eK));
  const IKr = gKr.times(v.minus(eK));
  const IKs = gKs.times(v.minus(eK));
  const Ito = gTo.times(v.minus(eK));
  const INa = gNa.times(v.minus(eNa));

  const naShare = 0.491 / 1.491;
  const funny = s.xf.times(p('ifunny.g_f').times(hot('If')));
  const ifNa = funny.times(naShare).times(v.minus(eNa));
  const ifK = funny.times(1 - naShare).times(v.minus(eK));

  // Goldman-Hodgkin-Katz with activities 0.341 (Ca) and 0.75 (Na, K); permeability shares 5.4e-4 : 1.5e-8 : 2.7e-7.
  const shares = 5.4e-4 + 1.5e-8 + 2.7e-7;
  const open = s.d.times(s.f).times(s.fCa).times(p('ical.p_CaL').times(hot('ICaL')));
  const exp1 = g.exp(vF);
  const exp2 = exp1.squared();
  const goldmanOne = goldman(g, vF, exp1);
  const goldman1 = goldmanOne.times(0.75 * FARADAY);
  // 2u / (e^2u - 1) is u / (e^u - 1) times 2 / (e^u + 1).
  const goldman2 = goldmanOne.over(exp1.plus(1)).times(0.341 * 4 * FARADAY);
  const openCa = open.times(goldman2.times(5.4e-4 / shares));
  const calIonCa = openCa.times(s.cai.times(exp2).minus(CAO));
  const calIonNa = open.times(goldman1.times(1.5e-8 / shares)).times(s.nai.times(exp1).minus(NAO));
  const calIonK = open.times(goldman1.times(2.7e-7 / shares)).times(s.ki.times(exp1).minus(KO));
  const ICaL = calIonCa.plus(calIonNa).plus(calIonK);

  const gCaT = s.dCaT.times(s.fCaT).times(p('scale.ICaT').times(hot('ICaT')).times(fixedValue('icat.g_CaT')));
  const ICaT = gCaT.times(v.minus(eCa));

  // exp((gamma - 1) VF/RT) is the cube of the pump's exp(-0.1 VF/RT), exp(gamma VF/RT), gamma = 0.7, that times exp(VF/RT).
  const tenth = g.exp(vF.times(-0.1));
  const reverse = tenth.squared().times(tenth);
  const forward = reverse.times(exp1).times(CAO);
  const saturation = reverse.times(0.1).plus(1).times((87.5 ** 3 + NAO ** 3) * (1.38 + CAO));
  const nai3 = s.nai.squared().times(s.nai);
  const exchange = g.divide(1100, saturation).times(p('scale.INaCa').times(hot('INaCa')));
  const INaCaOfCai = reverse.times(NAO ** 3 * 2.75).times(exchange);
  const INaCa = nai3.times(forward.times(exchange)).minus(s.cai.times(INaCaOfCai));
  const pumpVoltage = tenth.times(0.1245).plus(g.divide(0.0353, exp1)).plus(1);
  const INaK = s.nai
    .over(s.nai.plus(40))
    .times(g.divide((1.362 * 1.818 * KO) / (KO + 1), pumpVoltage).times(p('scale.INaK').times(hot('INaK'))));
  const IbNa = v.minus(eNa).times(p('scale.IbNa').times(hot('background')).times(0.00029 * 1.5));
  const IbCa = v.minus(eCa).times(p('scale.IbCa').times(hot('background')).times(0.000592 * 0.62));
  const IpCaOfCai = p('scale.IpCa').times(hot('IpCa')).times(0.2625).over(s.cai.plus(0.0005));
  const IpCa = IpCaOfCai.times(s.cai);
  const leak = v.minus(p('leak.E')).times(p('leak.g'));

  const conductance = g.sum(gK1, gKr, gKs, gTo, gNa, gCaT, funny, p('leak.g'));
  const named = { IK1, Ito, IKr, IKs, ICaL, ICaT, INaK, INa, INaCa, IpCa, If: ifNa.plus(ifK), IbNa, IbCa };
  const ofCai = { calIonCaOfCai: openCa.times(exp2), IpCaOfCai, INaCaOfCai };
  return { ...named, ...ofCai, calIonCa, calIonNa, calIonK, ifNa, ifK, leak, conductance, total: g.sum(...Object.values(named), leak) };
}

/** Steady state of the calcium-dependent inactivation of ICaL; its time constant is 2 ms at 37 degC. */
export function fCaSteadyState(g: Graph, cai: Expression): Expression {
  const x = cai.times(1.2);
  const ratio2 = x.over(0.000325).squared();
  const a = g.divide(1, ratio2.squared().squared().plus(1));
  // exp((x - 0.0005)/0.0001) is the eighth power of exp((x - 0.00075)/0.0008) times e^2.5.
  const slow = g.exp(x.minus(0.00075).over(0.0008));
  const b = g.divide(0.1, slow.squared().squared().squared().times(Math.exp(2.5)).plus(1));
  const c = g.divide(0.2, slow.plus(1));
  return g.sum(a, b, c, 0.23).times(1 / 1.46);
}
export const F_CA_RATE = 0.5;
export function fCaRate(g: Graph): Expression {
  return rateFactor(g, 'ICaL').times(F_CA_RATE);
}

/** True where fCa is frozen: it would recover while the membrane is above -60 mV. */
export function fCaFrozen(g: Graph, v: Expression, inf: Expression, fCa: Expression): Expression {
  return g.and(g.less(fCa, inf), g.less(-60, v));
}

/** Ryanodine receptor kinetics (Shannon form); the four states factorise into two independent gates. */
export function ryanodineGates(g: Graph, cai: Expression, caSr: Expression): { active: Kinetics; available: Kinetics } {
  const ratio = g.divide(0.45, caSr);
  const kCaSr = g.subtract(15, g.divide(14, ratio.squared().times(g.sqrt(ratio)).plus(1)));
  const activation = cai.squared().times(56320 * 11.43025).over(kCaSr);
  const inactivation = cai.times(54 * 0.3425).times(kCaSr);
  const deactivation = 1.5 * 0.1429;
  const recovery = 0.001 * 0.5571;
  const activeRate = activation.plus(deactivation);
  const availableRate = inactivation.plus(recovery);
  return {
    active: { inf: activation.over(activeRate), rate: activeRate },
    available: { inf: g.divide(recovery, availableRate), rate: availableRate },
  };
}

export interface ConcentrationRates {
  readonly caSr: Expression;
  readonly cai: Expression;
  readonly nai: Expression;
  readonly ki: Expression;
  /** How fast either calcium falls for what it is itself, 1/ms, by chords: lets a step relax it where it is stiff. */
  readonly caSrLoss: Expression;
  readonly caiLoss: Expression;
}

/** Time derivatives of the concentrations, mM/ms. */
export function concentrationRates(g: Graph, s: CellState, i: Currents): ConcentrationRates {
  const volumeRatio = SR_UM3 / CYTOSOL_UM3;
  const cai2 = s.cai.squared();
  const uptakeOfCai = s.cai.times(conductanceFactor(g, 'uptake').times(0.000425 * 0.26)).over(cai2.plus((0.00025 * 0.702) ** 2));
  const uptake = uptakeOfCai.times(s.cai);
  const gradient = s.caSr.minus(s.cai);
  const leak = gradient.times(1.6e-6);
  const opening = s.ryrActive.times(s.ryrAvailable).times(12.5 * volumeRatio);
  const release = opening.times(gradient);
  const bufferSr = g.divide(1, g.divide(12 * 0.3, s.caSr.plus(0.3).squared()).plus(1));
  const bufferC = g.divide(1, g.divide(0.06 * 0.0006, s.cai.plus(0.0006).squared()).plus(1));
  const calciumCurrent = g.sum(i.calIonCa, i.ICaT, i.IbCa, i.IpCa).minus(i.INaCa.times(2));
  const pumped = g.sum(i.calIonCaOfCai, i.IpCaOfCai, i.INaCaOfCai.times(2));
  return {
    caSrLoss: bufferSr.times(1 / volumeRatio).times(opening),
    caiLoss: bufferC.times(g.sum(opening, uptakeOfCai, pumped.times(FLUX_PER_CURRENT / 2))),
    caSr: bufferSr.times(1 / volumeRatio).times(uptake.minus(release).minus(leak)),
    cai: bufferC.times(g.sum(leak, release).minus(uptake).minus(calciumCurrent.times(FLUX_PER_CURRENT / 2))),
    nai: g.sum(i.INa, i.IbNa, i.ifNa, i.INaK.times(3), i.INaCa.times(3), i.calIonNa).times(-FLUX_PER_CURRENT),
    ki: g.sum(i.IK1, i.Ito, i.IKr, i.IKs, i.ifK, i.calIonK).minus(i.INaK.times(2)).times(-FLUX_PER_CURRENT),
  };
}
