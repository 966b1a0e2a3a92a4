import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { NO_ARTEFACTS, type Artefacts, type RecordedAs } from '../experiment/artefacts.ts';
import { RIG_PARAMETERS, type RigParameter, type RigParameterId, type RigPrior } from '../experiment/rig-parameters.ts';
import { NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { ClampForm } from '../experiment/clamp-form.ts';
import type { ClampObserver } from '../experiment/clamp-observer.ts';
import { logNormal, normal, uniform } from './coordinate.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';
import type { ObservationBins } from '../observation/observation-bins.ts';
import { multiplierCoordinate, type MultiplierPrior } from './multiplier-prior.ts';

/** How a recording was made. For a 'rig' electrode and amplifier are inferred with the cell. */
export interface ClampSetup extends ClampForm {
  readonly prior: MultiplierPrior;
  /** Scales to be fitted of currents that no varied parameter scales. */
  readonly freeScales: readonly string[];
  /** Effective Rs Cm by the membrane test and the compensation set, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  /** The amplifier's prediction was on; its amount is fitted too. */
  readonly fitPrediction: boolean;
  /** Temperature of the recording, degC. */
  readonly temperatureC: number;
  /** Priors of the rig that replace those of RIG_PARAMETERS. */
  readonly rigPriors?: Readonly<Partial<Record<RigParameterId, RigPrior>>>;
}

/** Finite difference of a multiplier, short for a small truncation error. */
const IDEAL_STEP = 0.001;
/**
 * Behind an electrode rounding (float32) is amplified where the potential escapes the clamp. With 0.001 it added false information to the
 * sensitivities: intervals that should hold 90 % of the true values held 82 %.
 */
const RIG_STEP = 0.004;

/** Longest move of one iteration, in z. */
const LONGEST_MOVE = { 'log-normal': 0.7, normal: 2, uniform: 0.5 } as const;

function fitParameter(id: string, prior: RigPrior, step: number): FitParameter {
  const longestMove = LONGEST_MOVE[prior.kind];
  switch (prior.kind) {
    case 'log-normal':
      return { id, coordinate: logNormal(prior.median, prior.sd), step: step * prior.median, longestMove };
    case 'normal':
      return { id, coordinate: normal(prior.mean, prior.sd), step, longestMove };
    case 'uniform':
      return { id, coordinate: uniform(prior.low, prior.high), step, longestMove };
  }
}

/** SD of the logarithm of Rs Cm around the rig's value: membrane test and compensation are inexact, and Rs drifts. */
const EXPECTED_RS_CM_SD = 0.4;
/** SD of the logarithm of the scale of a current that none of the 52 scales. */
const SCALE_SD = 0.8;

/** Finite difference of a scale, as a share of its median. */
const SCALE_STEP = 0.01;

/** Unknowns of electrode, amplifier and history in this setup; see RIG_PARAMETERS. */
function nuisance({ expectedRsCmMs, prior, fitPrediction, rigPriors }: ClampSetup): FitParameter[] {
  const open: readonly RigParameter<RigParameterId>[] = RIG_PARAMETERS.filter(({ id }) => id !== 'prediction' || fitPrediction);
  return open.map(({ id, simulated, living, step }) => {
    const usual = rigPriors?.[id] ?? (prior.kind === 'living' ? living : undefined) ?? simulated;
    return fitParameter(
      id,
      id === 'rsCmMs' && expectedRsCmMs !== null ? { kind: 'log-normal', median: expectedRsCmMs, sd: EXPECTED_RS_CM_SD } : usual,
      step,
    );
  });
}

/** Maps parameter vectors of a fit to the binned record of the simulated clamp. */
export class ClampModel {
  readonly parameters: readonly FitParameter[];
  readonly cellModel: CellModel;
  readonly setup: ClampSetup;
  private readonly observer: ClampObserver;
  private simulated = 0;

  /** @param observer of the setup's form */
  constructor(observer: ClampObserver, setup: ClampSetup) {
    this.setup = setup;
    this.observer = observer;
    this.cellModel = observer.model;
    const rig = setup.mode === 'rig';
    const step = rig ? RIG_STEP : IDEAL_STEP;
    const multipliers = this.cellModel.varied.map(({ id, role }): FitParameter => ({
      id,
      coordinate: multiplierCoordinate(setup.prior, role),
      step,
      longestMove: 1,
    }));
    const scales = setup.freeScales.map((id) => fitParameter(id, { kind: 'log-normal', median: 1, sd: SCALE_SD }, SCALE_STEP));
    this.parameters = [...multipliers, ...(rig ? nuisance(setup) : []), ...scales];
  }

  get bins(): ObservationBins {
    return this.observer.bins;
  }

  problem(observed: Float64Array, sigma: Float64Array): FitProblem {
    return { parameters: this.parameters, observed, sigma, simulate: (thetas) => this.simulate(thetas) };
  }

  /** Recordings simulated so far, by every problem of this model. */
  get simulations(): number {
    return this.simulated;
  }

  /** Index of a parameter, or -1. */
  indexOf(id: string): number {
    return this.parameters.findIndex((p) => p.id === id);
  }

  /** Value of a parameter in its unit, or the given value where it is not fitted. */
  valueOf(theta: Float64Array, id: string, otherwise = NaN): number {
    const at = this.indexOf(id);
    return this.parameters[at]?.coordinate.value(theta[at] ?? NaN) ?? otherwise;
  }

  /** The multipliers of the varied parameters. */
  multipliers(theta: Float64Array): Float64Array {
    return Float64Array.from(
      { length: this.cellModel.varied.length },
      (_, i) => this.parameters[i]?.coordinate.value(theta[i] ?? NaN) ?? NaN,
    );
  }

  values(theta: Float64Array): Float64Array {
    const values = valuesFromMultipliers(this.multipliers(theta), this.cellModel);
    values[this.cellModel.index('env.temperatureC')] = this.setup.temperatureC;
    for (const id of this.setup.freeScales) {
      const at = this.cellModel.find(id);
      if (at === undefined) throw new Error(`Unknown scale "${id}".`);
      values[at] = this.valueOf(theta, id);
    }
    return values;
  }

  artefacts(theta: Float64Array): Artefacts {
    if (this.setup.mode === 'ideal') return NO_ARTEFACTS;
    const of = (id: RigParameterId): number => this.valueOf(theta, id);
    return {
      rsCmMs: of('rsCmMs'),
      leakNsPf: of('leakNsPf'),
      residualCapacitance: of('residualCapacitance'),
      offsetMv: of('offsetMv'),
      estimateRatio: of('estimateRatio'),
      prediction: this.valueOf(theta, 'prediction', 0),
    };
  }

  history(theta: Float64Array): CellHistory {
    if (this.setup.mode === 'ideal') return NO_HISTORY;
    return {
      sodiumMm: this.valueOf(theta, 'sodiumMm'),
      potassiumMm: this.valueOf(theta, 'potassiumMm'),
      storeMm: this.valueOf(theta, 'storeMm'),
    };
  }

  recordedAs(theta: Float64Array): RecordedAs {
    if (this.setup.mode === 'ideal') return { capacitanceRatio: 1, offsetPaPf: 0 };
    return { capacitanceRatio: this.valueOf(theta, 'capacitanceRatio'), offsetPaPf: this.valueOf(theta, 'offsetPaPf') };
  }

  /** The cell on the pipette that a parameter vector describes. */
  cell(theta: Float64Array): ClampedCell {
    return { values: this.values(theta), artefacts: this.artefacts(theta), history: this.history(theta) };
  }

  simulate(thetas: readonly Float64Array[]): Float64Array[] {
    this.simulated += thetas.length;
    const results = this.observer.observe(thetas.map((theta) => this.cell(theta)));
    thetas.forEach((theta, i) => this.asRecorded(theta, results[i] as Float64Array));
    return results;
  }

  /** Step error of the kernel at one point: fine steps less `simulate`, one value per bin, pA/pF. */
  gridError(theta: Float64Array): Float64Array {
    const error = this.observer.atFineSteps(this.cell(theta));
    this.asRecorded(theta, error);
    const [coarse] = this.simulate([theta]);
    return error.map((value, r) => value - (coarse?.[r] ?? NaN));
  }

  private asRecorded(theta: Float64Array, current: Float64Array): void {
    if (this.setup.mode === 'ideal') return;
    const { capacitanceRatio, offsetPaPf } = this.recordedAs(theta);
    for (let r = 0; r < current.length; r++) current[r] = capacitanceRatio * (current[r] ?? NaN) + offsetPaPf;
  }
}
