import type { CellKind } from '../trace/cell-kind.ts';
import { LIVING_DISCREPANCY, SOLVER_DISCREPANCY, type Discrepancy } from '../observation/noise.ts';
import { LIVING_PRIOR, POPULATION_PRIOR, type MultiplierPrior } from './multiplier-prior.ts';

/** The prior of a cell, and how far the model may be off it. */
export interface CellPrior {
  readonly multipliers: MultiplierPrior;
  /** Scales of currents that the varied parameters leave alone, fitted as well. */
  readonly freeScales: readonly string[];
  readonly discrepancy: Discrepancy;
  /** Time after each jump of the command that is left out behind an electrode, ms. */
  readonly blankMs: number;
  /** Whether an amplifier's prediction that is not known to be off is inferred. */
  readonly fitPrediction: boolean;
}

/** Currents that the 52 parameters leave alone and that living cells have in other sizes. */
const LIVING_SCALES = ['scale.Ito', 'scale.ICaT', 'scale.INaCa', 'scale.INaK', 'scale.IbNa', 'scale.IbCa'];
/** Transients of a living cell's amplifier that the model does not hold end within this time after a jump, ms. */
const LIVING_BLANK_MS = 0.5;
/** The first sample after a jump depends on how sampling and filter meet, to a hundredth of a millisecond, ms. */
const RIG_BLANK_MS = 0.15;

const PRIORS: Readonly<Record<CellKind, CellPrior>> = {
  simulated: {
    multipliers: POPULATION_PRIOR,
    freeScales: [],
    discrepancy: SOLVER_DISCREPANCY,
    blankMs: RIG_BLANK_MS,
    fitPrediction: false,
  },
  living: {
    multipliers: LIVING_PRIOR,
    freeScales: LIVING_SCALES,
    discrepancy: LIVING_DISCREPANCY,
    blankMs: LIVING_BLANK_MS,
    fitPrediction: true,
  },
};

/** The one place where the cell, and nothing else, decides on its prior (ADR 40). */
export function priorOf(cell: CellKind): CellPrior {
  return PRIORS[cell];
}
