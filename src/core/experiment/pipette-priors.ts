import type { RigParameterId, RigPrior } from './rig-parameters.ts';

/**
 * Electrodes on iPSC-cardiomyocytes as recordings of living cells show them: at -80 mV 22 cells carried -1.9 to -10.9 pA/pF (median near
 * -5), which a seal of 0.04 nS/pF makes 3 of; a command
 * off by 5 to 15 mV, a junction potential left uncorrected; a capacitance that the same cell's membrane tests told 30 % apart; potassium
 * that a pipette sets.
 * Source: ../shared/data/ipsc-optimised of Clark et al. 2023 (Europace euad243).
 */
export const PIPETTE_PRIORS: Readonly<Partial<Record<RigParameterId, RigPrior>>> = {
  leakNsPf: { kind: 'log-normal', median: 0.04, sd: 0.8 },
  offsetMv: { kind: 'normal', mean: -8, sd: 5 },
  capacitanceRatio: { kind: 'log-normal', median: 1, sd: 0.25 },
  offsetPaPf: { kind: 'normal', mean: 0, sd: 0.3 },
  potassiumMm: { kind: 'normal', mean: 0, sd: 2 },
};
