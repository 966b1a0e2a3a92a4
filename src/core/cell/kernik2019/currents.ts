import type { CellCurrents } from '../cell-equations.ts';
import { FARADAY } from '../constants.ts';
import type { Expression, Graph } from '../expression.ts';
import { goldman } from '../goldman.ts';
import { fixedValueOf, type CommonParameterId } from '../parameter.ts';
import { conductanceFactor, thermalVoltage, type ThermalProcess } from '../temperature.ts';
import { FIXED, type KernikParameterId } from './parameters.ts';
import type { VoltageGate } from './voltage-gates.ts';

const fixedValue = fixedValueOf(FIXED);

/** Gates and concentrations; the ryanodine receptor as two independent two-state gates: active (O + I) and available (R + O). */
export type CellState = Readonly<Record<VoltageGate | 'caSr' | 'cai' | 'nai' | 'ki' | 'fCa' | 'ryrActive' | 'ryrAvailable', Expression>>;

export const CURRENTS = ['IK1', 'Ito', 'IKr', 'IKs', 'ICaL', 'ICaT', 'INaK', 'INa', 'INaCa', 'IpCa', 'If', 'IbNa', 'IbCa'] as const;
export type CurrentName = (typeof CURRENTS)[number];

export interface Currents extends CellCurrents {
  readonly named: Readonly<Record<CurrentName, Expression>>;
  /** The share of each ion, for the concentrations. */
  readonly calIonCa: Expression;
  /** Calcium carried out per cytosolic calcium, A/F per mM (of INaCa: one charge for one calcium). */
  readonly calIonCaOfCai: Expression;
  readonly IpCaOfCai: Expression;
  readonly INaCaOfCai: Expression;
  readonly calIonNa: Expression;
  readonly calIonK: Expression;
  readonly ifNa: Expression;
  readonly ifK: Expression;
}

export function currents(g: Graph, v: Expression, s: CellState): Currents {
  const p = (id: KernikParameterId | CommonParameterId): Expression => g.input('parameter', id);
  const hot = (process: ThermalProcess): Expression => conductanceFactor(g, process);
  const [ko, cao, nao] = [p('bath.K'), p('bath.Ca'), p('bath.Na')];
  const nao3 = nao.squared().times(nao);
  const sqrtKo = g.sqrt(ko.over(5.4));
  const rtF = thermalVoltage(g);
  const eK = g.label('E_K', 'mV', g.subtract(g.log(ko), g.log(s.ki)).times(rtF));
  const eNa = g.label('E_Na', 'mV', g.subtract(g.log(nao), g.log(s.nai)).times(rtF));
  const eCa = g.label('E_Ca', 'mV', g.subtract(g.log(cao), g.log(s.cai)).times(rtF.times(0.5)));
  const vF = g.label('VF_over_RT', '1', v.over(rtF));

  const k1a = g.label('IK1_opening', '', g.exp(v.plus(p('ik1.xK13')).over(p('ik1.xK12'))).times(p('ik1.xK11')));
  const k1b = g.label('IK1_closing', '', g.exp(v.plus(p('ik1.xK15')).over(p('ik1.xK14'))));
  const gK1 = k1a.over(k1a.plus(k1b)).times(p('ik1.g_K1').times(hot('IK1')).times(sqrtKo));
  const gKr = s.xr1.times(s.xr2).times(p('ikr.g_Kr').times(hot('IKrActivation')).times(sqrtKo));
  const gKs = s.xs.squared().times(p('iks.g_Ks').times(hot('IKs')));
  const gTo = s.r.times(s.s).times(p('scale.Ito').times(hot('Ito')).times(fixedValue('ito.g_to')));
  const gNa = s.m
    .squared()
    .times(s.m)
    .times(s.h)
    .times(s.j)
    .times(p('ina.g_Na').times(hot('INa')));
  const IK1 = gK1.times(v.minus(eK));
  const IKr = gKr.times(v.minus(eK));
  const IKs = gKs.times(v.minus(eK));
  const Ito = gTo.times(v.minus(eK));
  const INa = gNa.times(v.minus(eNa));

  const naShare = 0.491 / 1.491;
  const funny = s.xf.times(p('ifunny.g_f').times(hot('If')));
  const ifNa = g.label('If_Na', 'A/F', funny.times(naShare).times(v.minus(eNa)));
  const ifK = g.label('If_K', 'A/F', funny.times(1 - naShare).times(v.minus(eK)));

  // Goldman-Hodgkin-Katz with activities 0.341 (Ca) and 0.75 (Na, K); permeability shares 5.4e-4 : 1.5e-8 : 2.7e-7.
  const shares = 5.4e-4 + 1.5e-8 + 2.7e-7;
  const open = s.d
    .times(s.f)
    .times(s.fCa)
    .times(p('ical.p_CaL').times(hot('ICaL')));
  const exp1 = g.label('exp_VF_over_RT', '1', g.exp(vF));
  const exp2 = exp1.squared();
  const goldmanOne = g.label('goldman', '1', goldman(g, vF, exp1));
  const goldman1 = goldmanOne.times(0.75 * FARADAY);
  // 2u / (e^2u - 1) is u / (e^u - 1) times 2 / (e^u + 1).
  const goldman2 = goldmanOne.over(exp1.plus(1)).times(0.341 * 4 * FARADAY);
  const openCa = g.label('ICaL_open', '', open.times(goldman2.times(5.4e-4 / shares)));
  const calIonCa = g.label('ICaL_Ca', 'A/F', openCa.times(s.cai.times(exp2).minus(cao)));
  const calIonNa = g.label('ICaL_Na', 'A/F', open.times(goldman1.times(1.5e-8 / shares)).times(s.nai.times(exp1).minus(nao)));
  const calIonK = g.label('ICaL_K', 'A/F', open.times(goldman1.times(2.7e-7 / shares)).times(s.ki.times(exp1).minus(ko)));
  const ICaL = calIonCa.plus(calIonNa).plus(calIonK);

  const gCaT = s.dCaT.times(s.fCaT).times(p('scale.ICaT').times(hot('ICaT')).times(fixedValue('icat.g_CaT')));
  const ICaT = gCaT.times(v.minus(eCa));

  // exp((gamma - 1) VF/RT) is the cube of the pump's exp(-0.1 VF/RT), exp(gamma VF/RT), gamma = 0.7, that times exp(VF/RT).
  const tenth = g.exp(vF.times(-0.1));
  const reverse = tenth.squared().times(tenth);
  const forward = reverse.times(exp1).times(cao);
  const saturation = reverse
    .times(0.1)
    .plus(1)
    .times(nao3.plus(87.5 ** 3).times(cao.plus(1.38)));
  const nai3 = s.nai.squared().times(s.nai);
  const exchange = g.divide(1100, saturation).times(p('scale.INaCa').times(hot('INaCa')));
  const INaCaOfCai = reverse.times(nao3.times(2.75)).times(exchange);
  const INaCa = nai3.times(forward.times(exchange)).minus(s.cai.times(INaCaOfCai));
  const pumpVoltage = tenth.times(0.1245).plus(g.divide(0.0353, exp1)).plus(1);
  const INaK = s.nai
    .over(s.nai.plus(40))
    .times(g.divide(ko.times(1.362 * 1.818).over(ko.plus(1)), pumpVoltage).times(p('scale.INaK').times(hot('INaK'))));
  const IbNa = v.minus(eNa).times(
    p('scale.IbNa')
      .times(hot('background'))
      .times(0.00029 * 1.5),
  );
  const IbCa = v.minus(eCa).times(
    p('scale.IbCa')
      .times(hot('background'))
      .times(0.000592 * 0.62),
  );
  const IpCaOfCai = p('scale.IpCa').times(hot('IpCa')).times(0.2625).over(s.cai.plus(0.0005));
  const IpCa = IpCaOfCai.times(s.cai);
  const leak = g.label('I_seal_leak', 'A/F', v.minus(p('leak.E')).times(p('leak.g')));

  const conductance = g.sum(gK1, gKr, gKs, gTo, gNa, gCaT, funny, p('leak.g'));
  const named = { IK1, Ito, IKr, IKs, ICaL, ICaT, INaK, INa, INaCa, IpCa, If: ifNa.plus(ifK), IbNa, IbCa };
  const ofCai = { calIonCaOfCai: openCa.times(exp2), IpCaOfCai, INaCaOfCai };
  return { named, ...ofCai, calIonCa, calIonNa, calIonK, ifNa, ifK, leak, conductance, total: g.sum(...Object.values(named), leak) };
}
