import { BATH_NAMES, BATH_PARAMETERS, type BathMm } from '../cell/bath-mm.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { NO_ARTEFACTS, type Artefacts, type RecordedAs } from '../experiment/artefacts.ts';
import { isOfRig, rigIdIn } from '../experiment/rig-id.ts';
import { RIG_PARAMETERS, type RigParameter, type RigParameterId, type RigPrior } from '../experiment/rig-parameters.ts';
import { NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import type { ClampedCell } from '../experiment/clamped-cell.ts';
import type { ClampForm } from '../experiment/clamp-form.ts';
import type { ClampObserver } from '../experiment/clamp-observer.ts';
import { logNormal, normal, uniform } from './coordinate.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';
import { joined } from '../math/joined.ts';
import type { ObservationBins } from '../observation/observation-bins.ts';
import { multiplierCoordinate, type MultiplierPrior } from './multiplier-prior.ts';

/** How a recording was made. For a 'rig' electrode and amplifier are inferred with the cell. */
export interface ClampSetup extends ClampForm {
  readonly prior: MultiplierPrior;
  /** Scales to be fitted of currents that no varied parameter scales. */
  readonly freeScales: readonly string[];
  /** Effective Rs Cm by what was measured of the electrode and the compensation set, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  /** The amplifier's prediction was on; its amount is fitted too. */
  readonly fitPrediction: boolean;
  /** Temperature of the recording, degC. */
  readonly temperatureC: number;
  /** Concentrations outside that the recording states; others as published. */
  readonly bathMm?: BathMm;
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
  const isOpen = (id: RigParameterId): boolean => {
    if (id === 'prediction') return fitPrediction;
    // Of a living cell more is missing in the model than this, and its priors were learned without (ADR 90).
    return id !== 'funnyGate' || prior.kind === 'population';
  };
  const open: readonly RigParameter<RigParameterId>[] = RIG_PARAMETERS.filter(({ id }) => isOpen(id));
  return open.map(({ id, simulated, living, step }) => {
    const usual = rigPriors?.[id] ?? (prior.kind === 'living' ? living : undefined) ?? simulated;
    return fitParameter(
      id,
      id === 'rsCmMs' && expectedRsCmMs !== null ? { kind: 'log-normal', median: expectedRsCmMs, sd: EXPECTED_RS_CM_SD } : usual,
      step,
    );
  });
}

interface OtherClamp {
  readonly model: ClampModel;
  /** Where each of its parameters stands among those of all. */
  readonly at: readonly number[];
}

function taken(theta: Float64Array, at: readonly number[]): Float64Array {
  return Float64Array.from(at, (place) => theta[place] as number);
}

/**
 * Maps parameter vectors of a fit to the binned record of the simulated clamp; of several clamps of one cell to all their records, one
 * after the other. Multipliers and scales are the cell's and shared; electrode, amplifier and history are each recording's own: those of
 * further recordings stand at the end, by the ids of the first with "@2", "@3" behind them.
 */
export class ClampModel {
  readonly parameters: readonly FitParameter[];
  readonly cellModel: CellModel;
  readonly setup: ClampSetup;
  private readonly observer: ClampObserver;
  private readonly others: readonly OtherClamp[];
  private simulated = 0;

  /** @param observer of the setup's form @param others further clamps of the same cell, with the same prior and free scales */
  constructor(observer: ClampObserver, setup: ClampSetup, others: readonly ClampModel[] = []) {
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
    const own = [...multipliers, ...(rig ? nuisance(setup) : []), ...scales];
    const theirs = others.map((model, k) =>
      model.parameters.filter(({ id }) => isOfRig(id)).map((parameter) => ({ ...parameter, id: rigIdIn(parameter.id, k + 2) })),
    );
    this.parameters = [...own, ...theirs.flat()];
    this.others = others.map((model, k) => ({
      model,
      at: model.parameters.map(({ id }) => this.indexOf(isOfRig(id) ? rigIdIn(id, k + 2) : id)),
    }));
  }

  get bins(): ObservationBins {
    return this.observer.bins;
  }

  /** Of the record of a further clamp, 0 for the first of them; null where there is none. */
  binsOfOther(at: number): ObservationBins | null {
    return this.others[at]?.model.bins ?? null;
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
    for (const name of BATH_NAMES) {
      const stated = this.setup.bathMm?.[name];
      if (stated !== undefined) values[this.cellModel.index(BATH_PARAMETERS[name])] = stated;
    }
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
      funnyGate: this.valueOf(theta, 'funnyGate', NO_HISTORY.funnyGate),
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
    if (this.others.length === 0) return results;
    const rows = this.others.map(({ model, at }) => model.simulate(thetas.map((theta) => taken(theta, at))));
    return results.map((own, i) => joined([own, ...rows.map((row) => row[i] as Float64Array)]));
  }

  /** Step error of the kernel at one point: fine steps less `simulate`, one value per bin, pA/pF. */
  gridError(theta: Float64Array): Float64Array {
    const error = this.observer.atFineSteps(this.cell(theta));
    this.asRecorded(theta, error);
    const [coarse] = this.simulate([theta]);
    const own = error.map((value, r) => value - (coarse?.[r] ?? NaN));
    if (this.others.length === 0) return own;
    return joined([own, ...this.others.map(({ model, at }) => model.gridError(taken(theta, at)))]);
  }

  private asRecorded(theta: Float64Array, current: Float64Array): void {
    if (this.setup.mode === 'ideal') return;
    const { capacitanceRatio, offsetPaPf } = this.recordedAs(theta);
    for (let r = 0; r < current.length; r++) current[r] = capacitanceRatio * (current[r] ?? NaN) + offsetPaPf;
  }
}
