import type { CellModel } from './cell-model.ts';
import type { Expression, Graph } from './expression.ts';
import type { Kinetics } from './kinetics.ts';
import { thermalVoltage } from './temperature.ts';

/**
 * Inward rectifier that a dynamic clamp adds to an iPSC-CM: the two-mode block of Kir2.1 by Mg2+ and spermine (Ishihara et al.
 * 2009, J Mol Cell Cardiol 47:76). Parameter dynamicClamp.IK1: 1 is the model's adult density. The rig does not know the
 * potassium in the cell, so E_K is that of the published cell in the present bath.
 */
export interface AddedRectifier {
  /** Share of channels in the mode that spermine blocks from inside. */
  readonly block: Kinetics;
  /** Chord conductance for a midpoint of the block gate, nS/pF. */
  conductance(blockMid: Expression): Expression;
  readonly reversal: Expression;
}

const MAGNESIUM_MM = 1;
const SPERMINE_MM = 0.005;
/** Share of the mode with the gate. */
const PHI = 0.9;
/** Conductance of the model at 5.4 mM potassium outside, nS/pF. */
const DENSITY = 2.5;

export function addedRectifier(g: Graph, v: Expression, { potassiumMm: { inside } }: CellModel): AddedRectifier {
  const outside = g.input('parameter', 'bath.K');
  const reversal = thermalVoltage(g).times(g.log(outside.over(inside)));
  const u = v.minus(reversal);
  const mg = 8 * MAGNESIUM_MM;
  const open = g
    .exp(u.plus(mg).times(-0.07))
    .times(0.17)
    .over(g.exp(u.times(0.12).plus(mg)).times(0.01).plus(1));
  const shut = g
    .exp(u.times(0.15).plus(mg))
    .times(SPERMINE_MM * 280)
    .over(g.exp(u.times(0.13).plus(mg)).times(0.01).plus(1));
  const free = g.divide(
    1,
    g
      .exp(u.over(20))
      .times(MAGNESIUM_MM / 0.45)
      .plus(1),
  );
  const rate = open.plus(shut.times(free.squared()).times(free));
  const low = g.divide(
    1,
    g
      .exp(u.over(9.1))
      .times(SPERMINE_MM / 0.04)
      .plus(1),
  );
  const density = g.input('parameter', 'dynamicClamp.IK1').times(g.exp(g.log(outside.over(5.4)).times(0.4)).times(DENSITY));
  return {
    block: { inf: open.over(rate), rate },
    conductance: (blockMid) =>
      blockMid
        .times(free)
        .times(PHI)
        .plus(low.times(1 - PHI))
        .times(density),
    reversal,
  };
}
