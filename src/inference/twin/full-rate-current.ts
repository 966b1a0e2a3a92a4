import type { CellModel } from '../../core/cell/cell-model.ts';
import { FineClamp } from '../../core/experiment/fine-clamp.ts';
import type { ClampForm } from '../../core/experiment/clamp-form.ts';
import { observationBins, type BinOptions } from '../../core/observation/observation-bins.ts';
import type { RecordedAs } from '../../core/experiment/artefacts.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';

const EVERY_SAMPLE: BinOptions = { singles: Infinity, resolution: 0, widestMs: 0, rampMv: Infinity };

/** Records of twins at every sample, at fine steps. The data of a clamp are large and slow to make: those of the last one are kept. */
export class FullRateCurrent {
  private readonly model: CellModel;
  private last: { readonly key: string; readonly clamp: FineClamp } | null = null;

  constructor(model: CellModel) {
    this.model = model;
  }

  /** pA/pF; sample 0 repeats sample 1. @throws Error for impossible values */
  of(form: ClampForm, { values, artefacts, history }: ClampedCell, { capacitanceRatio, offsetPaPf }: RecordedAs): Float32Array {
    const { protocol, sampleRateHz, mode, filterHz } = form;
    const key = JSON.stringify({ protocol, sampleRateHz, mode, filterHz });
    if (this.last?.key !== key)
      this.last = { key, clamp: new FineClamp(this.model, form, observationBins(protocol, sampleRateHz, EVERY_SAMPLE)) };
    const current = this.last.clamp.simulate(values, artefacts, history);
    return Float32Array.from(
      { length: current.length + 1 },
      (_, k) => capacitanceRatio * (current[Math.max(0, k - 1)] ?? NaN) + offsetPaPf,
    );
  }
}
