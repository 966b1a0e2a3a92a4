import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import type { Artefacts } from '../experiment/artefacts.ts';
import { historyStates, NO_HISTORY, type CellHistory } from '../experiment/cell-history.ts';
import { withLeak } from '../experiment/electrode.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { ElectrodeInputs, KernelSnapshot, LoadedGrid, PopulationKernel } from '../simulate/kernel.ts';
import { ELECTRODE_HOLD_GRID, holdGrid, KERNEL_HOLD_GRID, makeGrid, type GridOptions, type StepGrid } from '../simulate/step-grid.ts';
import type { Sensitivities } from './information.ts';
import { NUISANCE_PARAMETERS, TYPICAL_LEAK_NS_PF, type NuisanceId } from './nuisance.ts';
import { rigOfCell } from './rig-of-cell.ts';
import { assertScoreSettings, type ScoreSettings } from './score-settings.ts';
import { binSteps, type StepBins } from './step-bins.ts';

/** How sensitivities are computed: fine for figures that are shown, coarse for a search that compares thousands of protocols. */
export interface Accuracy {
  readonly grid: GridOptions;
  readonly difference: 'central' | 'forward';
  /**
   * Change of a multiplier: small against the curvature, large against the kernel's 32-bit rounding, which matters more behind an
   * electrode.
   */
  readonly step: { readonly ideal: number; readonly electrode: number };
}

/** For figures that are shown: sensitivity-engine.test.ts compares them with the float64 engine. */
export const FINE: Accuracy = {
  grid: { dtMin: 0.02, growth: 1.15, dtMax: 2, rampStepMv: 0.5 },
  difference: 'central',
  step: { ideal: 0.01, electrode: 0.03 },
};
export const COARSE: Accuracy = {
  grid: { dtMin: 0.03, growth: 1.3, dtMax: 4, rampStepMv: 1.5 },
  difference: 'forward',
  step: { ideal: 0.01, electrode: 0.02 },
};

const HOLD_MS = 10_000;
/** End of the hold that is simulated behind the electrode: gates near rest settle within it, ms. */
const SETTLE_MS = 300;

interface Variant {
  readonly values: Float64Array;
  readonly electrode: ElectrodeInputs;
  readonly history: CellHistory;
}

/** A cell after the hold, ready for any protocol: it and its neighbours in parameter space, four to a group. */
export interface HeldCell {
  readonly holdingMv: number;
  /** Effective series resistance times capacitance that it was held behind, ms; 0: ideal clamp. */
  readonly rsCmMs: number;
  readonly groups: readonly KernelSnapshot[];
}

/** The record of the cell itself at the steps of the grid, and its sensitivities in bins of steps. */
export interface CellResponse extends Sensitivities {
  readonly grid: StepGrid;
  /** Current of the cell itself at the midpoints, pA/pF. */
  readonly currentPaPf: Float64Array;
  readonly bins: StepBins;
}

/**
 * Sensitivities of the clamp current to the multipliers and, where asked, the nuisance parameters, by differences of
 * simulations through the kernel. The hold before a protocol is simulated once a cell.
 */
export class SensitivityEngine {
  readonly settings: ScoreSettings;
  /** Prior SDs of the columns: the multipliers, then nuisance parameters. */
  readonly priorSd: Float64Array;
  readonly model: CellModel;
  private readonly kernel: PopulationKernel;
  private readonly accuracy: Accuracy;
  private readonly electrode: boolean;
  private readonly shifted: ReturnType<typeof historyStates>;
  private loaded: LoadedGrid | undefined;
  private holdLoaded: LoadedGrid | undefined;
  private settleLoaded: LoadedGrid | undefined;

  constructor(kernel: PopulationKernel, settings: ScoreSettings, accuracy: Accuracy) {
    this.kernel = kernel;
    this.model = kernel.model;
    this.shifted = historyStates(kernel.model);
    this.settings = assertScoreSettings(settings);
    this.accuracy = accuracy;
    this.electrode = settings.rsMohm > 0 || settings.rigs === true;
    const multipliers = Array.from({ length: this.model.varied.length }, () => settings.priorSd);
    this.priorSd = Float64Array.from([...multipliers, ...this.nuisance().map((p) => p.priorSd)]);
  }

  /** Without an electrode there is no transient, no lag and no history; leak and offset remain. */
  private nuisance(): readonly (typeof NUISANCE_PARAMETERS)[number][] {
    if (!this.settings.nuisance) return [];
    return NUISANCE_PARAMETERS.filter(({ id }) => this.electrode || id === 'leakNsPf' || id === 'offsetPaPf');
  }

  private variant(multipliers: Float64Array, rig: Artefacts, changed: Partial<Record<NuisanceId, number>>): Variant {
    const values = valuesFromMultipliers(multipliers, this.model);
    if (this.electrode) values[this.model.index('leak.g')] = rig.leakNsPf * Math.exp(changed.leakNsPf ?? 0);
    const rate = this.electrode ? 1 / (rig.rsCmMs * Math.exp(changed.rsCmMs ?? 0)) : 0;
    return {
      values,
      electrode: {
        coupling: rate,
        predictionGain: 0,
        // Without prediction the amplifier's estimate follows with nearly the lag it compensates.
        estimateRate: rate / (rig.estimateRatio * Math.exp(changed.estimateRatio ?? 0)),
        cancel: 1 - rig.residualCapacitance - (changed.residualCapacitance ?? 0),
        offset: rig.offsetMv + (changed.offsetMv ?? 0),
      },
      history: {
        ...NO_HISTORY,
        sodiumMm: changed.sodiumMm ?? 0,
        potassiumMm: changed.potassiumMm ?? 0,
        storeMm: changed.storeMm ?? 0,
      },
    };
  }

  /**
   * Holds a cell and its neighbours at the holding potential from the published initial state.
   * @param name of the cell: determines its rig where the settings give every cell its own
   */
  hold(multipliers: Float64Array, holdingMv: number, name = ''): HeldCell {
    const rig = rigOfCell(this.settings, name);
    const { difference } = this.accuracy;
    const step = this.electrode ? this.accuracy.step.electrode : this.accuracy.step.ideal;
    const variants = [this.variant(multipliers, rig, {})];
    const signs = difference === 'central' ? [1, -1] : [1];
    for (let i = 0; i < this.model.varied.length; i++) {
      for (const sign of signs) {
        const moved = multipliers.slice();
        moved[i] = (moved[i] as number) + sign * step;
        variants.push(this.variant(moved, rig, {}));
      }
    }
    if (this.electrode) {
      for (const { id, step: change } of this.nuisance()) {
        if (change > 0) for (const sign of signs) variants.push(this.variant(multipliers, rig, { [id]: sign * change }));
      }
    }
    const { kernel } = this;
    this.holdLoaded = kernel.loadGrid(holdGrid(holdingMv, HOLD_MS, KERNEL_HOLD_GRID), this.holdLoaded);
    this.settleLoaded = kernel.loadGrid(holdGrid(holdingMv, SETTLE_MS, ELECTRODE_HOLD_GRID), this.settleLoaded);
    const groups: KernelSnapshot[] = [];
    for (let i = 0; i < variants.length; i += LANES) {
      const group = variants.slice(i, i + LANES);
      const sealed = group.map(({ values }) => withLeak(values, { leakNsPf: 0 }, this.model));
      kernel.setCells(kernel.modes.ideal, sealed);
      group.forEach(({ history }, lane) => {
        for (const [id, state] of this.shifted) kernel.shiftState(state, lane, history[id]);
      });
      kernel.ideal(this.holdLoaded);
      if (this.electrode) {
        kernel.setParameters(
          kernel.modes.membrane,
          group.map(({ values }) => values),
        );
        kernel.setElectrodes(group.map((variant) => variant.electrode));
        for (const [name, value] of [
          ['v', holdingMv],
          ['vEstimate', holdingMv],
          ['vBase', 0],
          ['vSlope', 0],
        ] as const)
          kernel.setState(this.model.stateIndex(name), value);
        kernel.electrode(this.settleLoaded);
      }
      groups.push(kernel.snapshot());
    }
    return { holdingMv, rsCmMs: rig.rsCmMs, groups };
  }

  respond(protocol: Protocol, cell: HeldCell): CellResponse {
    if (protocol.holdingMv !== cell.holdingMv) {
      throw new Error(`The cell was held at ${cell.holdingMv} mV, protocol "${protocol.id}" holds at ${protocol.holdingMv} mV.`);
    }
    const grid = makeGrid(protocol, this.accuracy.grid);
    const loaded = this.kernel.loadGrid(grid, this.loaded);
    this.loaded = loaded;
    const steps = grid.dtMs.length;
    const bins = binSteps(protocol, grid, this.settings.sampleRateHz, this.settings.blankMs);
    const { binOfStep, share } = bins;
    const count = bins.samples.length;
    const step = this.electrode ? this.accuracy.step.electrode : this.accuracy.step.ideal;
    const currentPaPf = new Float64Array(steps);
    const simulated = this.model.varied.length + (this.electrode ? this.nuisance().filter((p) => p.step > 0).length : 0);
    const raw = Array.from({ length: simulated }, () => new Float64Array(count));
    const own = new Float64Array(count);
    const central = this.accuracy.difference === 'central';
    const addShares = (column: Float64Array, out: Float32Array, lane: number, sign: 1 | -1): void => {
      for (let k = 0; k < steps; k++) {
        const bin = binOfStep[k] as number;
        column[bin] = (column[bin] as number) + sign * (share[k] as number) * (out[k * LANES + lane] as number);
      }
    };
    cell.groups.forEach((snapshot, g) => {
      this.kernel.restore(snapshot);
      const out = this.electrode ? this.kernel.electrode(loaded) : this.kernel.ideal(loaded);
      for (let lane = 0; lane < LANES; lane++) {
        const index = g * LANES + lane - 1;
        if (index < 0) {
          for (let k = 0; k < steps; k++) currentPaPf[k] = out[k * LANES + lane] as number;
          addShares(own, out, lane, 1);
          continue;
        }
        const column = raw[central ? index >> 1 : index];
        if (!column) break;
        addShares(column, out, lane, central && (index & 1) === 1 ? -1 : 1);
      }
    });
    const noiseScale = Float64Array.from(bins.samples, (samples) => Math.sqrt(samples) / this.settings.noisePaPf);
    const moved = this.nuisance().filter((p) => this.electrode && p.step > 0);
    raw.forEach((column, i) => {
      const perChange = 1 / ((moved[i - this.model.varied.length]?.step ?? step) * (central ? 2 : 1));
      for (let r = 0; r < count; r++) {
        const difference = central ? (column[r] as number) : (column[r] as number) - (own[r] as number);
        column[r] = difference * perChange * (noiseScale[r] as number);
      }
    });
    return {
      grid,
      currentPaPf,
      bins,
      steps: count,
      columns: [...raw.slice(0, this.model.varied.length), ...this.nuisanceColumns(raw, own, bins, noiseScale)],
    };
  }

  private nuisanceColumns(raw: readonly Float64Array[], own: Float64Array, bins: StepBins, noiseScale: Float64Array): Float64Array[] {
    let next = this.model.varied.length;
    return this.nuisance().map(({ id }) => {
      if (id === 'offsetPaPf') return noiseScale;
      // The record is divided by the capacitance: all of it grows by the error.
      if (id === 'capacitanceRatio') return noiseScale.map((scale, r) => scale * (own[r] as number));
      // Under the ideal clamp the leak is exactly g V.
      if (!this.electrode) return noiseScale.map((scale, r) => scale * TYPICAL_LEAK_NS_PF * (bins.commandMv[r] as number));
      return raw[next++] as Float64Array;
    });
  }
}
