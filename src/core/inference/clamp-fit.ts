import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { NO_ARTEFACTS, type Artefacts, type RecordedAs } from '../experiment/artefacts.ts';
import { NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { ClampForm } from '../experiment/clamp-form.ts';
import type { ClampObserver } from '../experiment/clamp-observer.ts';
import { logNormal, normal, uniform } from './coordinate.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';
import type { ObservationBins } from '../observation/observation-bins.ts';
import { multiplierCoordinate, type MultiplierPrior } from './multiplier-prior.ts';

/** How a recording was made, as far as the fit must know it. Of a 'rig' electrode and amplifier are inferred with the cell. */
export interface ClampSetup extends ClampForm {
  readonly prior: MultiplierPrior;
  /** Scales of currents that the varied parameters leave alone, to be fitted as well. */
  readonly freeScales: readonly string[];
  /** Effective Rs Cm by the membrane test and the compensation set, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  /** The amplifier's prediction was on: how much is fitted too. */
  readonly fitPrediction: boolean;
  /** Temperature of the recording, degC. */
  readonly temperatureC: number;
}

/** Differences of a multiplier: short ones bend least. */
const IDEAL_STEP = 0.001;
/**
 * Behind an electrode rounding (float32) is amplified where the potential runs by itself. At 0.001 it added to the sensitivities what the data do not tell: of the intervals, that
 * should hold 90 % of the true values, 82 % did.
 */
const RIG_STEP = 0.004;

const logarithm = (id: string, median: number, sd: number): FitParameter => ({ id, coordinate: logNormal(median, sd), step: 0.01 * median, longestMove: 0.7 });
const linear = (id: string, mean: number, sd: number, step: number): FitParameter => ({ id, coordinate: normal(mean, sd), step, longestMove: 2 });

/**
 * Electrode and amplifier: effective Rs Cm (ms), leak (nS/pF), share of the transient left, offsets (pA/pF, mV), the amplifier's time constant over the true one, and the membrane capacitance over the one that
 * the record was divided by: membrane tests are off by some percent, and currents that no parameter scales would be too.
 */
const NUISANCE: readonly FitParameter[] = [
  logarithm('rsCmMs', 0.2, 1),
  logarithm('leakNsPf', 0.012, 1.3),
  linear('residualCapacitance', 0.02, 0.05, 0.005),
  linear('offsetPaPf', 0, 0.3, 0.01),
  linear('offsetMv', 0, 0.5, 0.02),
  logarithm('estimateRatio', 1, 0.08),
  logarithm('capacitanceRatio', 1, 0.03),
];
/**
 * What the cell went through before the hold (mM). A minute of hold or of beating moves sodium and potassium by 1 to 2 mM and the store by 0.05: next to nothing in the current, but
 * with a hundred thousand samples slow currents and leak are told to as little. Left out, intervals of a rig's cells are several times too narrow.
 */
const HISTORY: readonly FitParameter[] = [linear('sodiumMm', 0, 1, 0.05), linear('potassiumMm', 0, 1, 0.05), linear('storeMm', 0, 0.05, 0.003)];
/** Wider ones of real amplifiers and electrodes, whose dials and junctions were set by hand. */
const LIVING_NUISANCE: Readonly<Record<string, FitParameter>> = {
  residualCapacitance: linear('residualCapacitance', 0, 0.15, 0.005),
  offsetMv: linear('offsetMv', 0, 5, 0.02),
  estimateRatio: logarithm('estimateRatio', 1, 0.2),
  capacitanceRatio: logarithm('capacitanceRatio', 1, 0.1),
};
const PREDICTION: FitParameter = { id: 'prediction', coordinate: uniform(0, 0.93), step: 0.005, longestMove: 0.5 };

/** SD of the logarithm of Rs Cm around what the rig expects: a membrane test and a dial, both inexact, Rs drifting. */
const EXPECTED_RS_CM_SD = 0.4;
/** SD of the logarithm of the scale of a current that the 52 leave alone. */
const SCALE_SD = 0.8;

function nuisance({ expectedRsCmMs, prior }: ClampSetup): FitParameter[] {
  const usual = [...NUISANCE, ...HISTORY].map((p) => (p.id === 'rsCmMs' && expectedRsCmMs !== null ? logarithm(p.id, expectedRsCmMs, EXPECTED_RS_CM_SD) : p));
  return prior.kind === 'living' ? usual.map((p) => LIVING_NUISANCE[p.id] ?? p) : usual;
}

/** Maps parameter vectors of a fit to the binned record of the simulated clamp. */
export class ClampModel {
  readonly parameters: readonly FitParameter[];
  readonly cellModel: CellModel;
  private readonly setup: ClampSetup;
  private readonly observer: ClampObserver;
  private simulated = 0;

  /** @param observer of the setup's form */
  constructor(observer: ClampObserver, setup: ClampSetup) {
    this.setup = setup;
    this.observer = observer;
    this.cellModel = observer.model;
    const rig = setup.mode === 'rig';
    const coordinate = multiplierCoordinate(setup.prior);
    const multipliers = this.cellModel.varied.map((p): FitParameter => ({ id: p.id, coordinate, step: rig ? RIG_STEP : IDEAL_STEP, longestMove: 1 }));
    const scales = setup.freeScales.map((id) => logarithm(id, 1, SCALE_SD));
    this.parameters = [...multipliers, ...(rig ? nuisance(setup) : []), ...(rig && setup.fitPrediction ? [PREDICTION] : []), ...scales];
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

  /** Value of a parameter in its own unit, or the value told where the fit does not have it. */
  valueOf(theta: Float64Array, id: string, otherwise = NaN): number {
    const at = this.indexOf(id);
    return this.parameters[at]?.coordinate.value(theta[at] ?? NaN) ?? otherwise;
  }

  /** The multipliers of the varied parameters. */
  multipliers(theta: Float64Array): Float64Array {
    return Float64Array.from({ length: this.cellModel.varied.length }, (_, i) => this.parameters[i]?.coordinate.value(theta[i] ?? NaN) ?? NaN);
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
    const of = (id: string): number => this.valueOf(theta, id);
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
    return { sodiumMm: this.valueOf(theta, 'sodiumMm'), potassiumMm: this.valueOf(theta, 'potassiumMm'), storeMm: this.valueOf(theta, 'storeMm') };
  }

  recordedAs(theta: Float64Array): RecordedAs {
    if (this.setup.mode === 'ideal') return { capacitanceRatio: 1, offsetPaPf: 0 };
    return { capacitanceRatio: this.valueOf(theta, 'capacitanceRatio'), offsetPaPf: this.valueOf(theta, 'offsetPaPf') };
  }

  /** The cell in the pipette that a parameter vector stands for. */
  cell(theta: Float64Array): ClampedCell {
    return { values: this.values(theta), artefacts: this.artefacts(theta), history: this.history(theta) };
  }

  simulate(thetas: readonly Float64Array[]): Float64Array[] {
    this.simulated += thetas.length;
    const results = this.observer.observe(thetas.map((theta) => this.cell(theta)));
    thetas.forEach((theta, i) => this.asRecorded(theta, results[i] as Float64Array));
    return results;
  }

  /** By how much the kernel's steps are off at one point: fine steps less `simulate`, one value a bin, pA/pF. */
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
