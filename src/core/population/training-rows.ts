import { featureBins, type ObservationBins } from '../observation/observation-bins.ts';
import { observationOperator } from '../observation/observation-operator.ts';
import { besselTaps } from '../amplifier/filter-taps.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Random } from '../random/random.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import { NO_ARTEFACTS, sampleArtefacts, type Artefacts } from '../experiment/artefacts.ts';
import { ClampSimulator } from '../experiment/clamp-simulator.ts';
import { sampleMultipliers } from './sample-cells.ts';

/** Low-pass filter that a rig's recording has passed, Hz (4-pole Bessel). */
export const RIG_FILTER_HZ = 5000;

/**
 * Columns after the bin means in a row: the multipliers, effective Rs Cm (ms), leak (nS/pF), residual capacitance and temperature (degC).
 */
export function truthCount({ varied }: CellModel): number {
  return varied.length + 4;
}

export interface RowOptions {
  readonly sampleRateHz: number;
  /** Share of cells recorded through electrode and amplifier; the rest under ideal clamp. */
  readonly rigShare: number;
  readonly spread: number;
  /** Range that the temperature is drawn from, degC. */
  readonly temperatureC: readonly [low: number, high: number];
}

/** Makes training rows [bin means of the noiseless record | truth] of groups of four cells. */
export class TrainingRows {
  readonly bins: ObservationBins;
  readonly width: number;
  private readonly model: CellModel;
  private readonly options: RowOptions;
  private readonly ideal: ClampSimulator;
  private readonly rig: ClampSimulator;
  private readonly idealRows: SparseRows;
  private readonly rigRows: SparseRows;

  constructor(kernel: PopulationKernel, protocol: Protocol, options: RowOptions) {
    this.model = kernel.model;
    this.options = options;
    this.bins = featureBins(protocol, options.sampleRateHz);
    this.width = this.bins.from.length + truthCount(kernel.model);
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
    const multipliers = Array.from({ length: LANES }, (_, i) => sampleMultipliers(population, first + i, this.options.spread, this.model));
    const [lowC, highC] = this.options.temperatureC;
    const temperatures = multipliers.map(() => lowC + (highC - lowC) * groupRandom.uniform());
    const cells = multipliers.map((cell, i) => {
      const values = valuesFromMultipliers(cell, this.model);
      values[this.model.index('env.temperatureC')] = temperatures[i] ?? lowC;
      return values;
    });
    const artefacts: Artefacts[] = multipliers.map(() => (rig ? sampleArtefacts(groupRandom) : NO_ARTEFACTS));
    const rows = multipliers.map((_, i) => into.subarray(i * this.width, i * this.width + features));
    const simulator = rig ? this.rig : this.ideal;
    simulator.observe(cells, artefacts, rig ? this.rigRows : this.idealRows, rows);
    multipliers.forEach((cell, i) => {
      const artefact = artefacts[i] ?? NO_ARTEFACTS;
      const at = i * this.width + features;
      into.set(cell, at);
      into.set([artefact.rsCmMs, artefact.leakNsPf, artefact.residualCapacitance, temperatures[i] ?? lowC], at + this.model.varied.length);
    });
  }
}
