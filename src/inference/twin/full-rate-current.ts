import { FineClamp, type FineClampSetup } from '../../core/inference/fine-clamp.ts';
import { observationBins, type BinOptions } from '../../core/inference/observation-bins.ts';
import type { CellHistory } from '../../core/population/cell-history.ts';
import type { Artefacts, RecordedAs } from '../../core/population/artefacts.ts';

const EVERY_SAMPLE: BinOptions = { singles: Infinity, resolution: 0, widestMs: 0, rampMv: Infinity };

export interface FullRateOptions extends RecordedAs, FineClampSetup {
  readonly sampleRateHz: number;
  readonly history: CellHistory;
}

/** The twin's record at every sample, at fine steps, pA/pF; sample 0 repeats sample 1. Built on demand: it is for looking at, not fitting. */
export function fullRateCurrent(values: Float64Array, artefacts: Artefacts, options: FullRateOptions): Float32Array {
  const { capacitanceRatio, offsetPaPf } = options;
  const clamp = new FineClamp(options, observationBins(options.protocol, options.sampleRateHz, EVERY_SAMPLE));
  const current = clamp.simulate(values, artefacts, options.history);
  return Float32Array.from({ length: current.length + 1 }, (_, k) => capacitanceRatio * (current[Math.max(0, k - 1)] ?? NaN) + offsetPaPf);
}
