import type { RigDraw, RigParameterId } from '../experiment/rig-parameters.ts';

/**
 * The population that networks for living cells are trained on. Wide, and learned from no recorded cell, so that such a network may be
 * judged on every one: multipliers are log-normal about the published cell, SDs of their logarithms as a fit of a living cell has them
 * (BEATING_PRIOR, SCALE_SD).
 */
export const LIVING_SPREAD = { conductance: 0.8, gate: 0.5, scale: 0.8 } as const;

/** Further out than so many SDs no cell is drawn: fits end there too. */
export const FURTHEST_DRAW = 4;

/**
 * Electrode, amplifier and past of a living cell. Wider than the published habits of the trade, so that a recording is seldom outside:
 * series resistance after
 * compensation 1-50 MOhm at 30 pF, seals from 0.2 GOhm at 25 pF, junction potentials of usual pipette solutions left uncorrected (10 to 16
 * mV) and what adds to them, a capacitance read wrong by a third.
 */
export const LIVING_RIG: Readonly<Record<Exclude<RigParameterId, 'funnyGate'>, RigDraw>> = {
  rsCmMs: { kind: 'log-uniform', low: 0.03, high: 1.5 },
  leakNsPf: { kind: 'log-uniform', low: 0.001, high: 0.2 },
  residualCapacitance: { kind: 'normal', mean: 0, sd: 0.15 },
  offsetPaPf: { kind: 'normal', mean: 0, sd: 0.3 },
  offsetMv: { kind: 'uniform', low: -28, high: 8 },
  estimateRatio: { kind: 'log-normal', median: 1, sd: 0.2 },
  capacitanceRatio: { kind: 'log-normal', median: 1, sd: 0.35 },
  sodiumMm: { kind: 'normal', mean: 0, sd: 1 },
  potassiumMm: { kind: 'normal', mean: 0, sd: 2 },
  storeMm: { kind: 'normal', mean: 0, sd: 0.05 },
  prediction: { kind: 'uniform', low: 0, high: 0.93 },
};

/** Of the recordings so many are made with the amplifier's prediction off. */
export const WITHOUT_PREDICTION = 0.5;
