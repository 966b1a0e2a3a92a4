import { RIG_PARAMETERS, rigPriorSd, type RigParameterId } from '../experiment/rig-parameters.ts';

/**
 * It is known whether the amplifier predicts: scores are for amplifiers that do not. Cells of scores are held from the published state of
 * the gate of If.
 */
export type NuisanceId = Exclude<RigParameterId, 'prediction' | 'funnyGate'>;

/**
 * Finite differences of the scores, larger than those of a fit, whose grid is finer; for log-normal parameters of the logarithm. 0: the
 * column is known without a simulation.
 */
const STEPS: Readonly<Record<NuisanceId, number>> = {
  rsCmMs: 0.04,
  leakNsPf: 0.1,
  residualCapacitance: 0.02,
  offsetPaPf: 0,
  offsetMv: 0.2,
  estimateRatio: 0.1,
  capacitanceRatio: 0,
  sodiumMm: 0.5,
  potassiumMm: 0.5,
  storeMm: 0.02,
};

/** Unknowns of a recording besides the cell, with the priors of the refinement fit. */
export const NUISANCE_PARAMETERS: readonly { readonly id: NuisanceId; readonly priorSd: number; readonly step: number }[] =
  RIG_PARAMETERS.flatMap(({ id, simulated }) =>
    id === 'prediction' || id === 'funnyGate' ? [] : [{ id, priorSd: rigPriorSd(simulated), step: STEPS[id] }],
  );

/** Leak of a good seal that scores assume, nS/pF (0.5 nS at 45 pF). */
export const TYPICAL_LEAK_NS_PF = 0.012;
