import type { ConcentrationRates, Named, RelaxGate } from '../cell-equations.ts';
import type { Expression, Graph } from '../expression.ts';
import type { Kinetics } from '../kinetics.ts';
import { conductanceFactor, rateFactor } from '../temperature.ts';
import type { CellState, Currents } from './currents.ts';
import { CYTOSOL_UM3, FLUX_PER_CURRENT, SR_UM3 } from './geometry.ts';

/** Steady state of the calcium-dependent inactivation of ICaL; its time constant is 2 ms at 37 degC. */
function fCaSteadyState(g: Graph, cai: Expression): Expression {
  const x = cai.times(1.2);
  const ratio2 = x.over(0.000325).squared();
  const a = g.divide(1, ratio2.squared().squared().plus(1));
  // exp((x - 0.0005)/0.0001) is the eighth power of exp((x - 0.00075)/0.0008) times e^2.5.
  const slow = g.exp(x.minus(0.00075).over(0.0008));
  const b = g.divide(0.1, slow.squared().squared().squared().times(Math.exp(2.5)).plus(1));
  const c = g.divide(0.2, slow.plus(1));
  return g.sum(a, b, c, 0.23).times(1 / 1.46);
}
const F_CA_RATE = 0.5;
function fCaRate(g: Graph): Expression {
  return rateFactor(g, 'ICaL').times(F_CA_RATE);
}

/** True where fCa is frozen: it would recover while the membrane is above -60 mV. */
function fCaFrozen(g: Graph, v: Expression, inf: Expression, fCa: Expression): Expression {
  return g.and(g.less(fCa, inf), g.less(-60, v));
}

/** Ryanodine receptor kinetics (Shannon form); the four states factorise into two independent gates. */
function ryanodineGates(g: Graph, cai: Expression, caSr: Expression): { active: Kinetics; available: Kinetics } {
  const ratio = g.divide(0.45, caSr);
  const kCaSr = g.subtract(15, g.divide(14, ratio.squared().times(g.sqrt(ratio)).plus(1)));
  const activation = cai
    .squared()
    .times(56320 * 11.43025)
    .over(kCaSr);
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

/** Gates that follow calcium: fCa and the ryanodine receptor. */
export function coupledGates(
  g: Graph,
  v: Expression,
  mid: Named,
  old: (state: string) => Expression,
  relax: RelaxGate,
): readonly Expression[] {
  const { cai, caSr } = mid as Pick<CellState, 'cai' | 'caSr'>;
  const fCaInf = fCaSteadyState(g, cai);
  const frozen = fCaFrozen(g, v, fCaInf, old('fCa'));
  relax('fCa', { inf: fCaInf, rate: fCaRate(g) }, frozen);
  const { active, available } = ryanodineGates(g, cai, caSr);
  relax('ryrActive', active);
  relax('ryrAvailable', available);
  return [active.rate, available.rate, fCaInf];
}

/** Time derivatives of the concentrations, mM/ms. */
export function concentrationRates(g: Graph, s: CellState, i: Currents, fromPipette: Expression): ConcentrationRates {
  const volumeRatio = SR_UM3 / CYTOSOL_UM3;
  const cai2 = s.cai.squared();
  const uptakeOfCai = s.cai.times(conductanceFactor(g, 'uptake').times(0.000425 * 0.26)).over(cai2.plus((0.00025 * 0.702) ** 2));
  const uptake = g.label('J_uptake', 'mM/ms', uptakeOfCai.times(s.cai));
  const gradient = s.caSr.minus(s.cai);
  const leak = g.label('J_SR_leak', 'mM/ms', gradient.times(1.6e-6));
  const opening = s.ryrActive.times(s.ryrAvailable).times(12.5 * volumeRatio);
  const release = g.label('J_release', 'mM/ms', opening.times(gradient));
  const bufferSr = g.label('buffer_SR', '1', g.divide(1, g.divide(12 * 0.3, s.caSr.plus(0.3).squared()).plus(1)));
  const bufferC = g.label('buffer_cytosol', '1', g.divide(1, g.divide(0.06 * 0.0006, s.cai.plus(0.0006).squared()).plus(1)));
  const calciumCurrent = g.sum(i.calIonCa, i.named.ICaT, i.named.IbCa, i.named.IpCa).minus(i.named.INaCa.times(2));
  const pumped = g.sum(i.calIonCaOfCai, i.IpCaOfCai, i.INaCaOfCai.times(2));
  const named = i.named;
  const loss = {
    caSr: bufferSr.times(1 / volumeRatio).times(opening),
    cai: bufferC.times(g.sum(opening, uptakeOfCai, pumped.times(FLUX_PER_CURRENT / 2))),
  };
  const rate = {
    caSr: bufferSr.times(1 / volumeRatio).times(uptake.minus(release).minus(leak)),
    cai: bufferC.times(
      g
        .sum(leak, release)
        .minus(uptake)
        .minus(calciumCurrent.times(FLUX_PER_CURRENT / 2)),
    ),
    nai: g.sum(named.INa, named.IbNa, i.ifNa, named.INaK.times(3), named.INaCa.times(3), i.calIonNa).times(-FLUX_PER_CURRENT),
    ki: g
      .sum(named.IK1, named.Ito, named.IKr, named.IKs, i.ifK, i.calIonK, fromPipette)
      .minus(named.INaK.times(2))
      .times(-FLUX_PER_CURRENT),
  };
  return { rate, loss };
}
