import type { RigParameterId, RigPrior } from './rig-parameters.ts';

/** Of the command where a liquid junction potential has been corrected: that of usual solutions is known to 2 or 3 mV. */
export const CORRECTED_OFFSET: RigPrior = { kind: 'normal', mean: 0, sd: 2.5 };

/**
 * Electrodes on iPSC-cardiomyocytes from recordings of living cells: at -80 mV 22 cells carried -1.9 to -10.9 pA/pF (median near
 * -5), 3 of which come from a seal of 0.04 nS/pF; a command error of 5 to 15 mV from an uncorrected junction potential; membrane tests
 * of one cell whose capacitances differed by 30 %; potassium that is set by the pipette.
 * Source: ../shared/data/ipsc-optimised of Clark et al. 2023 (Europace euad243).
 */
export const PIPETTE_PRIORS: Readonly<Partial<Record<RigParameterId, RigPrior>>> = {
  leakNsPf: { kind: 'log-normal', median: 0.04, sd: 0.8 },
  offsetMv: { kind: 'normal', mean: -8, sd: 5 },
  capacitanceRatio: { kind: 'log-normal', median: 1, sd: 0.25 },
  offsetPaPf: { kind: 'normal', mean: 0, sd: 0.3 },
  potassiumMm: { kind: 'normal', mean: 0, sd: 2 },
};
