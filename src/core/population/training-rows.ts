import { FEATURE_BINS, observationBins, type ObservationBins } from '../inference/observation-bins.ts';
import { observationOperator } from '../inference/observation-operator.ts';
import { besselTaps } from '../amplifier/filter-taps.ts';
import { valuesFromMultipliers } from '../cell/multipliers.ts';
import { VARIED_COUNT } from '../cell/parameters.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Random } from '../random/random.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import { NO_ARTEFACTS, sampleArtefacts, type Artefacts } from './artefacts.ts';
import { ClampSimulator } from './clamp-simulator.ts';
import { sampleMultipliers } from './sample-cells.ts';

/** Low-pass filter that a rig's recording has passed, Hz (4-pole Bessel). */
export const RIG_FILTER_HZ = 5000;

/** Targets of a row: 52 multipliers, then effective Rs Cm (ms), leak (nS/pF) and residual capacitance. */
export const TARGET_COUNT = VARIED_COUNT + 3;

export interface RowOptions {
  readonly sampleRateHz: number;
  /** Share of cells recorded through electrode and amplifier; the rest under ideal clamp. */
  readonly rigShare: number;
  readonly spread: number;
}

/** Makes training rows [bin means of the noiseless record | targets] of groups of four cells. */
export class TrainingRows {
  readonly bins: ObservationBins;
  readonly width: number;
  private readonly options: RowOptions;
  private readonly ideal: ClampSimulator;
  private readonly rig: ClampSimulator;
  private readonly idealRows: SparseRows;
  private readonly rigRows: SparseRows;

  constructor(kernel: PopulationKernel, protocol: Protocol, options: RowOptions) {
    this.options = options;
    this.bins = observationBins(protocol, options.sampleRateHz, FEATURE_BINS);
    this.width = this.bins.from.length + TARGET_COUNT;
    this.ideal = new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID });
    this.rig = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
    this.idealRows = observationOperator(this.bins, this.ideal.grid, []);
    this.rigRows = observationOperator(this.bins, this.rig.grid, besselTaps(RIG_FILTER_HZ));
  }

  /** Writes LANES rows for the group that starts at cell `first` (a multiple of LANES). */
  group(population: Random, first: number, into: Float32Array): void {
    const features = this.bins.from.length;
    const groupRandom = population.fork(-1 - first / LANES);
    const rig = groupRandom.uniform() < this.options.rigShare;
    const multipliers = Array.from({ length: LANES }, (_, i) => sampleMultipliers(population, first + i, this.options.spread));
    const artefacts: Artefacts[] = multipliers.map(() => (rig ? sampleArtefacts(groupRandom) : NO_ARTEFACTS));
    const rows = multipliers.map((_, i) => into.subarray(i * this.width, i * this.width + features));
    const simulator = rig ? this.rig : this.ideal;
    simulator.observe(multipliers.map(valuesFromMultipliers), artefacts, rig ? this.rigRows : this.idealRows, rows);
    multipliers.forEach((cell, i) => {
      const artefact = artefacts[i] ?? NO_ARTEFACTS;
      const at = i * this.width + features;
      into.set(cell, at);
      into.set([artefact.rsCmMs, artefact.leakNsPf, artefact.residualCapacitance], at + VARIED_COUNT);
    });
  }
}
