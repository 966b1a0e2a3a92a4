import { clampErrors, LargestCurrentsWatch } from '../../core/quality/clamp-error.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import type { RecordedBlock, RecordingMeta } from '../rig/index.ts';

/** Follows a recording under a command block by block, and says at its end what its clamp was worth. */
export class RecordingJudge {
  readonly #meta: RecordingMeta;
  readonly #recordingId: number;
  readonly #largest: LargestCurrentsWatch;
  #samples = 0;

  constructor(meta: RecordingMeta, recordingId: number) {
    this.#meta = meta;
    this.#recordingId = recordingId;
    this.#largest = new LargestCurrentsWatch(meta.sampleRateHz);
  }

  block({ voltageMv, currentPa }: RecordedBlock): void {
    this.#samples += currentPa.length;
    this.#largest.block(voltageMv, currentPa);
  }

  /** null: nothing was recorded, or the series resistance is not known. */
  verdict(): LastClamp | null {
    const { membraneTest, compensation } = this.#meta;
    if (this.#samples === 0 || membraneTest === null) return null;
    return {
      recordingId: this.#recordingId,
      ...clampErrors(this.#largest.largest, membraneTest.seriesResistanceMohm, compensation?.correctionPercent ?? 0),
    };
  }
}
