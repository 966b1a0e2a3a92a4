import type { Expression, Graph } from '../expression.ts';
import type { Kinetics } from '../kinetics.ts';
import { rateFactor, thermalVoltage, type ThermalProcess } from '../temperature.ts';

export const VOLTAGE_GATES = ['d', 'f2', 'xr1', 'xr2', 'xs', 'm', 'h', 'j', 'mL', 'hL', 'xf', 'q', 'r'] as const;
export type VoltageGate = (typeof VOLTAGE_GATES)[number];

/** 1 + exp((V - half) / slope): the denominator of a sigmoid that falls with V where the slope is positive. */
export function sigmoidBelow(g: Graph, v: Expression, half: number | Expression, slope: number): Expression {
  return g.exp(v.minus(half).over(slope)).plus(1);
}

/** Kinetics of the gates that follow the membrane potential alone; time constants of the paper, ms, as rates. */
export function voltageGates(g: Graph, v: Expression): Record<VoltageGate, Kinetics> {
  const sigmoid = (half: number | Expression, slope: number): Expression => g.divide(1, sigmoidBelow(g, v, half, slope));
  const below = (half: number, slope: number): Expression => sigmoidBelow(g, v, half, slope);
  const faster = (rate: Expression, process: ThermalProcess): Expression => rate.times(rateFactor(g, process));
  const gate = (inf: Expression, rate: Expression, process: ThermalProcess): Kinetics => ({ inf, rate: faster(rate, process) });

  const dTau = sigmoid(-35, -13).times(1.4).plus(0.25).times(sigmoid(-5, 5).times(1.4)).plus(sigmoid(50, -20));
  const f2Bell = g.exp(v.plus(25).squared().over(-170)).times(600);
  const f2Tau = f2Bell.plus(sigmoid(25, -10).times(31)).plus(sigmoid(-30, 10).times(16));
  // Half of IKr's activation follows calcium outside.
  const cao = g.input('parameter', 'bath.Ca');
  const fourth = (x: Expression): Expression => x.squared().squared();
  const open = fourth(cao.over(0.58).plus(1)).times(0.025);
  const xr1Half = thermalVoltage(g)
    .times(g.log(fourth(cao.over(2.6).plus(1)).over(open)).over(-2.3))
    .minus(19);
  // Activation of both sodium currents has one time constant.
  const mTau = sigmoid(-60, -5).times(sigmoid(-35, 5).plus(sigmoid(50, 200)).times(0.1));
  const hRate = g
    .exp(v.plus(80).over(-6.8))
    .times(0.057)
    .plus(g.exp(v.times(0.079)).times(2.7))
    .plus(g.exp(v.times(0.3485)).times(3.1e5));
  const jOpening = g
    .exp(v.times(0.2444))
    .times(-25428)
    .minus(g.exp(v.times(-0.04391)).times(6.948e-6))
    .times(v.plus(37.78))
    .over(g.exp(v.plus(79.23).times(0.311)).plus(1));
  const jClosingLow = g
    .exp(v.times(-0.01052))
    .times(0.02424)
    .over(g.exp(v.plus(40.14).times(-0.1378)).plus(1));
  const jClosingHigh = g
    .exp(v.times(0.057))
    .times(0.6)
    .over(g.exp(v.plus(32).times(-0.1)).plus(1));
  const low = g.less(v, -40);
  const hInf = g.divide(1, g.sqrt(below(-72.1, 5.7)));
  const qTau = g
    .divide(
      39.102,
      g
        .exp(v.plus(44).times(-0.08))
        .times(0.57)
        .plus(g.exp(v.plus(45.93).times(0.1)).times(0.065)),
    )
    .plus(6.06);
  const rTau = g
    .divide(
      14.40516,
      g
        .exp(v.plus(30.61).times(0.09))
        .times(1.037)
        .plus(g.exp(v.plus(23.84).times(-0.12)).times(0.369)),
    )
    .plus(2.75352);
  return {
    d: gate(sigmoid(-9.1, -7), g.divide(1, dTau), 'ICaL'),
    f2: gate(sigmoid(-32, 4).times(0.67).plus(0.33), g.divide(1, f2Tau), 'ICaL'),
    xr1: gate(
      sigmoid(xr1Half, -4.9),
      below(-45, -10)
        .times(below(-30, 11.5))
        .times(1 / 2700),
      'IKrActivation',
    ),
    xr2: gate(
      sigmoid(-88, 50),
      below(-60, -20)
        .times(below(60, 20))
        .times(1 / 3.36),
      'IKrInactivation',
    ),
    xs: gate(
      sigmoid(-20, -16),
      g
        .sqrt(below(-10, -6))
        .times(below(60, 20))
        .times(1 / 1100),
      'IKs',
    ),
    m: gate(g.exp(g.log(below(-34.1, -5.9)).times(-1 / 3)), g.divide(1, mTau), 'INa'),
    h: gate(hInf, g.select(g.less(v, -38.5), hRate.times(1 / 1.5), 1 / (1.5 * 1.6947)), 'INa'),
    j: gate(hInf, g.select(low, jOpening.plus(jClosingLow), jClosingHigh).times(1 / 7), 'INa'),
    mL: gate(sigmoid(-42.85, -5.264), g.divide(1, mTau), 'INa'),
    hL: gate(sigmoid(-87.61, 7.488), g.constant(1 / 200), 'INa'),
    xf: gate(sigmoid(-77.85, 5), below(-15, 10).times(1 / 1900), 'If'),
    q: gate(sigmoid(-53, 13), g.divide(1, qTau), 'Ito'),
    r: gate(sigmoid(22.3, -18.75), g.divide(1, rTau), 'Ito'),
  };
}
