import type { CellCurrents } from '../cell-equations.ts';
import { FARADAY } from '../constants.ts';
import type { Expression, Graph } from '../expression.ts';
import { goldman } from '../goldman.ts';
import type { CommonParameterId } from '../parameter.ts';
import { conductanceFactor, thermalVoltage, type ThermalProcess } from '../temperature.ts';
import { KI } from './geometry.ts';
import type { PaciParameterId } from './parameters.ts';
import type { VoltageGate } from './voltage-gates.ts';

export type CellState = Readonly<
  Record<VoltageGate | 'f1' | 'fCa' | 'ryrAdapt' | 'ryrOpen' | 'ryrClosed' | 'caSr' | 'cai' | 'nai', Expression>
>;

export const CURRENTS = ['IK1', 'Ito', 'IKr', 'IKs', 'ICaL', 'INaK', 'INa', 'INaL', 'INaCa', 'IpCa', 'If', 'IbNa', 'IbCa'] as const;

export interface Currents extends CellCurrents {
  readonly named: Readonly<Record<(typeof CURRENTS)[number], Expression>>;
  /** Sodium's share of If. */
  readonly ifNa: Expression;
  /** Calcium carried out per cytosolic calcium, A/F per mM (of INaCa: one charge for one calcium). */
  readonly outOfCai: { readonly ICaL: Expression; readonly IpCa: Expression; readonly INaCa: Expression };
}

/** Reversal potentials of potassium, sodium, calcium and IKs, mV. */
function reversals(
  g: Graph,
  rtF: Expression,
  [ko, cao, nao]: readonly [Expression, Expression, Expression],
  nai: Expression,
  logCai: Expression,
): Record<'eK' | 'eNa' | 'eCa' | 'eKs', Expression> {
  return {
    eK: g.label('E_K', 'mV', rtF.times(g.log(ko.over(KI)))),
    eNa: g.label('E_Na', 'mV', g.subtract(g.log(nao), g.log(nai)).times(rtF)),
    eCa: g.label('E_Ca', 'mV', g.subtract(g.log(cao), logCai).times(rtF.times(0.5))),
    eKs: g.label('E_Ks', 'mV', g.subtract(g.log(ko.plus(nao.times(0.03))), g.log(nai.times(0.03).plus(KI))).times(rtF)),
  };
}

export function currents(g: Graph, v: Expression, s: CellState): Currents {
  const p = (id: PaciParameterId | CommonParameterId): Expression => g.input('parameter', id);
  const hot = (process: ThermalProcess): Expression => conductanceFactor(g, process);
  const [ko, cao, nao] = [p('bath.K'), p('bath.Ca'), p('bath.Na')];
  const nao3 = nao.squared().times(nao);
  const rtF = thermalVoltage(g);
  const logCai = g.log(s.cai);
  const { eK, eNa, eCa, eKs } = reversals(g, rtF, [ko, cao, nao], s.nai, logCai);
  const sqrtKo = g.sqrt(ko.over(5.4));
  const vF = g.label('VF_over_RT', '1', v.over(rtF));
  const exp1 = g.label('exp_VF_over_RT', '1', g.exp(vF));
  const exp2 = exp1.squared();

  const gNa = s.m
    .squared()
    .times(s.m)
    .times(s.h)
    .times(s.j)
    .times(p('ina.g_Na').times(hot('INa')));
  const gNaL = s.mL
    .squared()
    .times(s.mL)
    .times(s.hL)
    .times(p('inal.g_NaL').times(hot('INa')));
  const gTo = s.q.times(s.r).times(p('ito.g_to').times(hot('Ito')));
  const gKr = s.xr1.times(s.xr2).times(p('ikr.g_Kr').times(hot('IKrActivation')).times(sqrtKo));
  const byCalcium = g.divide(0.6, g.exp(g.subtract(Math.log(3.8e-5), logCai).times(1.4)).plus(1)).plus(1);
  const gKs = s.xs
    .squared()
    .times(byCalcium)
    .times(p('iks.g_Ks').times(hot('IKs')));
  const u = v.minus(eK);
  const k1Open = g.divide(3.91, g.exp(u.minus(200).times(0.5942)).plus(1));
  const k1Shut = g
    .exp(u.minus(10).times(0.5886))
    .minus(g.exp(u.plus(100).times(0.0002)).times(1.509))
    .over(g.exp(u.times(0.4547)).plus(1));
  const gK1 = k1Open.over(k1Open.plus(k1Shut)).times(p('ik1.g_K1').times(hot('IK1')).times(sqrtKo));
  const gF = s.xf.times(p('ifunny.g_f').times(hot('If')));
  const gBNa = p('ibna.g_bNa').times(hot('background'));
  const gBCa = p('ibca.g_bCa').times(hot('background'));

  // Goldman-Hodgkin-Katz of calcium alone, activity outside 0.341; 4 V F^2/RT / (e^2u - 1) is 2 F times 2u / (e^2u - 1).
  const driven = goldman(g, vF.times(2), exp2).times(2 * FARADAY);
  const perCai = s.d
    .times(s.f1)
    .times(s.f2.times(s.fCa))
    .times(p('ical.p_CaL').times(hot('ICaL')))
    .times(driven);
  const ICaL = perCai.times(s.cai.times(exp2).minus(cao.times(0.341)));

  // gamma = 0.35.
  const forward = g.exp(vF.times(0.35));
  const reverse = forward.over(exp1);
  const exchange = p('inaca.k_NaCa')
    .times(hot('INaCa'))
    .over(
      reverse
        .times(0.1)
        .plus(1)
        .times(nao3.plus(87.5 ** 3).times(cao.plus(1.38))),
    );
  const perCaiOut = reverse.times(nao3.times(2.5371)).times(exchange);
  const INaCa = s.nai.squared().times(s.nai).times(forward.times(exchange).times(cao)).minus(s.cai.times(perCaiOut));
  const pumpVoltage = g.exp(vF.times(-0.1)).times(0.1245).plus(g.divide(0.0353, exp1)).plus(1);
  const INaK = s.nai.over(s.nai.plus(40)).times(
    p('inak.p_NaK')
      .times(hot('INaK'))
      .times(ko.over(ko.plus(1)))
      .over(pumpVoltage),
  );
  const pumped = p('ipca.g_pCa').times(hot('IpCa')).over(s.cai.plus(0.0005));

  const named = {
    IK1: gK1.times(u),
    Ito: gTo.times(u),
    IKr: gKr.times(u),
    IKs: gKs.times(v.minus(eKs)),
    ICaL,
    INaK,
    INa: gNa.times(v.minus(eNa)),
    INaL: gNaL.times(v.minus(eNa)),
    INaCa,
    IpCa: pumped.times(s.cai),
    // The whole current reverses at -17 mV by definition.
    If: gF.times(v.plus(17)),
    IbNa: gBNa.times(v.minus(eNa)),
    IbCa: gBCa.times(v.minus(eCa)),
  };
  const leak = g.label('I_seal_leak', 'A/F', v.minus(p('leak.E')).times(p('leak.g')));
  return {
    named,
    leak,
    total: g.sum(...Object.values(named), leak),
    conductance: g.sum(gNa, gNaL, gTo, gKr, gKs, gK1, gF, gBNa, gBCa, p('leak.g')),
    ifNa: gF.times(0.42).times(v.minus(eNa)),
    outOfCai: { ICaL: perCai.times(exp2), IpCa: pumped, INaCa: perCaiOut },
  };
}
