import { besselTaps } from '../amplifier/filter-taps.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { ClampSimulator } from '../experiment/clamp-simulator.ts';
import { featureBins, type ObservationBins } from '../observation/observation-bins.ts';
import { observationOperator } from '../observation/observation-operator.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Random } from '../random/random.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import type { LearnedCells } from './learned-cells.ts';
import { sampleLivingCell } from './living-cell.ts';
import { RIG_FILTER_HZ } from './training-rows.ts';

/** What follows the bin means in a row of a living cell, after its multipliers and scales. */
const RIG_TRUTHS = ['rsCmMs', 'leakNsPf', 'residualCapacitance', 'offsetMv', 'estimateRatio', 'prediction'] as const;

/** Multipliers, scales, rig, temperature (degC). */
export function livingTruthIds({ varied, scales }: CellModel): readonly string[] {
  return [...varied.map(({ id }) => id), ...scales.map(({ id }) => id), ...RIG_TRUTHS, 'temperatureC'];
}

export interface LivingPlan {
  readonly sampleRateHz: number;
  readonly temperatureC: readonly [low: number, high: number];
  /** Absent: the wide population. */
  readonly learned?: LearnedCells;
}

/**
 * Makes training rows [bin means of the noiseless density | truth] of groups of four cells of the wide population, every one behind an
 * electrode. On the grid of the fits, so
 * that a network says of a recording what the fit that it starts will say.
 */
export class LivingRows {
  readonly bins: ObservationBins;
  readonly width: number;
  private readonly model: CellModel;
  private readonly temperatureC: readonly [low: number, high: number];
  private readonly learned: LearnedCells | null;
  private readonly simulator: ClampSimulator;
  private readonly rows: SparseRows;

  constructor(kernel: PopulationKernel, protocol: Protocol, { sampleRateHz, temperatureC, learned }: LivingPlan) {
    this.learned = learned ?? null;
    this.model = kernel.model;
    this.temperatureC = temperatureC;
    this.bins = featureBins(protocol, sampleRateHz);
    this.width = this.bins.from.length + livingTruthIds(kernel.model).length;
    this.simulator = new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID });
    this.rows = observationOperator(this.bins, this.simulator.grid, besselTaps(RIG_FILTER_HZ));
  }

  /** Writes LANES rows for the group that starts at cell `first` (a multiple of LANES). */
  group(population: Random, first: number, into: Float32Array): void {
    const features = this.bins.from.length;
    const [low, high] = this.temperatureC;
    const drawn = Array.from({ length: LANES }, (_, i) => {
      const random = population.fork(first + i);
      const temperatureC = low + (high - low) * random.uniform();
      return { temperatureC, ...sampleLivingCell(random, this.model, temperatureC, this.learned) };
    });
    this.simulator.observe(
      drawn.map(({ values }) => values),
      drawn.map(({ artefacts }) => artefacts),
      this.rows,
      drawn.map((_, i) => into.subarray(i * this.width, i * this.width + features)),
      drawn.map(({ history }) => history),
    );
    drawn.forEach(({ multipliers, scales, artefacts, temperatureC }, i) => {
      into.set([...multipliers, ...scales, ...RIG_TRUTHS.map((id) => artefacts[id]), temperatureC], i * this.width + features);
    });
  }
}
