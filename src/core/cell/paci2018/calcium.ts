import type { ConcentrationRates, Named, RelaxGate } from '../cell-equations.ts';
import type { Expression, Graph } from '../expression.ts';
import { conductanceFactor, rateFactor } from '../temperature.ts';
import type { CellState, Currents } from './currents.ts';
import { CYTOSOL_PER_SR, FLUX_PER_CURRENT } from './geometry.ts';
import type { PaciParameterId } from './parameters.ts';
import { sigmoidBelow } from './voltage-gates.ts';

/** Gates that depend on calcium, on themselves or on each other: f1, fCa and the three of the ryanodine receptor. */
export function coupledGates(
  g: Graph,
  v: Expression,
  mid: Named,
  old: (state: string) => Expression,
  relax: RelaxGate,
): readonly Expression[] {
  const { cai } = mid as Pick<CellState, 'cai'>;
  const sigmoid = (half: number, slope: number): Expression => g.divide(1, sigmoidBelow(g, v, half, slope));
  const faster = rateFactor(g, 'ICaL');

  const f1Inf = sigmoid(-26, 3);
  const f1Bell = g
    .exp(
      v
        .plus(27)
        .squared()
        .times(1 / 15)
        .squared()
        .times(-1),
    )
    .times(1102.5);
  const f1Tau = f1Bell.plus(sigmoid(13, -10).times(200)).plus(sigmoid(-30, 10).times(180)).plus(20);
  // Recovery slows with calcium.
  const slower = g.select(g.less(old('f1'), f1Inf), cai.minus(50e-6).times(1433).plus(1), 1);
  relax('f1', { inf: f1Inf, rate: faster.over(f1Tau).over(slower) });

  const ratio4 = cai.over(0.0006).squared().squared();
  const a = g.divide(1, ratio4.squared().plus(1));
  const b = g.divide(0.1, g.exp(cai.minus(0.0009).over(0.0001)).plus(1));
  const c = g.divide(0.3, g.exp(cai.minus(0.00075).over(0.0008)).plus(1));
  const fCaInf = g.sum(a, b, c).times(1 / 1.3156);
  const frozen = g.and(g.less(old('fCa'), fCaInf), g.less(-60, v));
  relax('fCa', { inf: fCaInf, rate: faster.times(0.5) }, frozen);

  const caiUm = cai.times(1000);
  const adaptInf = g.subtract(0.05354, g.divide(0.0488, g.exp(caiUm.minus(0.02427).over(0.0082)).plus(1)));
  relax('ryrAdapt', { inf: adaptInf, rate: g.constant(0.001) });
  const adapted = mid['ryrAdapt'] ?? adaptInf;
  const openInf = g.subtract(1, g.divide(1, g.exp(caiUm.minus(adapted).minus(0.01042).over(0.003)).plus(1)));
  relax('ryrOpen', { inf: openInf, rate: g.select(g.less(openInf, old('ryrOpen')), 10 / 18.75, 1 / 18.75) });
  const closedInf = g.divide(1, g.exp(caiUm.minus(adapted).minus(0.00144).over(0.001)).plus(1));
  relax('ryrClosed', { inf: closedInf, rate: g.select(g.less(closedInf, old('ryrClosed')), 1 / 87.5, 1 / 175) });
  return [f1Inf, fCaInf, openInf, closedInf];
}

/** Time derivatives of the concentrations, mM/ms. */
export function concentrationRates(g: Graph, s: CellState, i: Currents): ConcentrationRates {
  const p = (id: PaciParameterId): Expression => g.input('parameter', id);
  const { named, outOfCai } = i;
  const uptakeOfCai = s.cai.times(p('sr.v_up').times(conductanceFactor(g, 'uptake'))).over(s.cai.squared().plus(3.1928e-4 ** 2));
  const uptake = g.label('J_uptake', 'mM/ms', uptakeOfCai.times(s.cai));
  const gradient = s.caSr.minus(s.cai);
  const leak = g.label('J_SR_leak', 'mM/ms', gradient.times(p('sr.v_leak')));
  const byStore = g.subtract(1, g.divide(1, g.exp(s.caSr.minus(0.3).over(0.1)).plus(1)));
  const opening = s.ryrOpen.times(s.ryrClosed).times(byStore).times(p('sr.g_rel'));
  const release = g.label('J_release', 'mM/ms', opening.times(gradient));
  const bufferSr = g.divide(CYTOSOL_PER_SR, g.divide(10 * 0.3, s.caSr.plus(0.3).squared()).plus(1));
  const bufferC = g.label('buffer_cytosol', '1', g.divide(1, g.divide(0.25 * 0.001, s.cai.plus(0.001).squared()).plus(1)));
  const calciumCurrent = g.sum(named.ICaL, named.IbCa, named.IpCa).minus(named.INaCa.times(2));
  const pumped = g.sum(outOfCai.ICaL, outOfCai.IpCa, outOfCai.INaCa.times(2));
  return {
    rate: {
      caSr: bufferSr.times(uptake.minus(release).minus(leak)),
      cai: bufferC.times(
        g
          .sum(leak, release)
          .minus(uptake)
          .minus(calciumCurrent.times(FLUX_PER_CURRENT / 2)),
      ),
      nai: g.sum(named.INa, named.INaL, named.IbNa, i.ifNa, named.INaK.times(3), named.INaCa.times(3)).times(-FLUX_PER_CURRENT),
    },
    loss: {
      caSr: bufferSr.times(opening),
      cai: bufferC.times(g.sum(opening, uptakeOfCai, pumped.times(FLUX_PER_CURRENT / 2))),
    },
  };
}
