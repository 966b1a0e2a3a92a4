import { besselTaps } from '../../core/amplifier/filter-taps.ts';
import { observationBins, type BinOptions } from '../../core/inference/observation-bins.ts';
import { observationOperator } from '../../core/inference/observation-operator.ts';
import type { CellHistory } from '../../core/population/cell-history.ts';
import { ClampSimulator } from '../../core/population/clamp-simulator.ts';
import type { Artefacts, RecordedAs } from '../../core/population/artefacts.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../../core/simulate/step-grid.ts';

const EVERY_SAMPLE: BinOptions = { singles: Infinity, resolution: 0, widestMs: 0, rampMv: Infinity };

export interface FullRateOptions extends RecordedAs {
  readonly protocol: Protocol;
  readonly sampleRateHz: number;
  readonly mode: 'ideal' | 'rig';
  readonly filterHz: number | null;
  readonly history: CellHistory;
}

/** The twin's record at every sample, pA/pF; sample 0 repeats sample 1. Built on demand: it is for looking at, not fitting. */
export function fullRateCurrent(kernel: PopulationKernel, values: Float64Array, artefacts: Artefacts, options: FullRateOptions): Float32Array {
  const rig = options.mode === 'rig';
  const bins = observationBins(options.protocol, options.sampleRateHz, EVERY_SAMPLE);
  const simulator = new ClampSimulator(kernel, options.protocol, rig ? 'electrode' : 'ideal', {
    grid: rig ? ELECTRODE_GRID : KERNEL_GRID,
    hold: KERNEL_HOLD_GRID,
  });
  const rows = observationOperator(bins, simulator.grid, options.filterHz === null ? [] : besselTaps(options.filterHz));
  const samples = new Float32Array(bins.from.length + 1);
  simulator.observe([values], [artefacts], rows, [samples.subarray(1)], [options.history]);
  samples[0] = samples[1] ?? NaN;
  samples.forEach((value, k) => (samples[k] = options.capacitanceRatio * value + options.offsetPaPf));
  return samples;
}
