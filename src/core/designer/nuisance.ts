/**
 * What a recording of a real clamp is uncertain of besides the cell, with the priors of the refinement fit: the logarithms
 * of series resistance times capacitance and of the leak, the share of the capacitive transient left (error of the
 * compensated capacitance), and offsets of current and potential.
 */
export const NUISANCE_PARAMETERS = [
  { id: 'rsCmMs', priorSd: 1, step: 0.04 },
  { id: 'leakNsPf', priorSd: 1.3, step: 0.1 },
  { id: 'residualCapacitance', priorSd: 0.05, step: 0.02 },
  { id: 'offsetPaPf', priorSd: 0.3, step: 0 },
  { id: 'offsetMv', priorSd: 1, step: 0.2 },
] as const;

export type NuisanceId = (typeof NUISANCE_PARAMETERS)[number]['id'];

/** Leak of a good seal about which the judgement is made, nS/pF (0.5 nS at 45 pF). */
export const TYPICAL_LEAK_NS_PF = 0.012;
