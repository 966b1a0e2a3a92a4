import { clampErrors, LargestCurrentsWatch } from '../../core/quality/clamp-error.ts';
import { membraneFromSteps } from '../../core/quality/step-membrane.ts';
import { StepTransients } from '../../core/quality/step-transients.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import type { RecordedBlock, RecordingMeta } from '../rig/index.ts';

/** Follows a recording under a command block by block, and says at its end what its clamp was worth. */
export class RecordingJudge {
  readonly #meta: RecordingMeta;
  readonly #recordingId: number;
  readonly #largest: LargestCurrentsWatch;
  readonly #steps: StepTransients;
  #samples = 0;

  constructor(meta: RecordingMeta, recordingId: number) {
    this.#meta = meta;
    this.#recordingId = recordingId;
    this.#largest = new LargestCurrentsWatch(meta.sampleRateHz);
    this.#steps = new StepTransients(meta.sampleRateHz);
  }

  block({ firstSample, voltageMv, currentPa }: RecordedBlock): void {
    this.#samples += currentPa.length;
    this.#largest.block(voltageMv, currentPa);
    this.#steps.block(firstSample, voltageMv, currentPa);
  }

  /** null: nothing was recorded, or the series resistance is not known. */
  verdict(): Omit<LastClamp, 'changePercent'> | null {
    const { membraneTest, compensation, sampleRateHz, filterHz } = this.#meta;
    if (this.#samples === 0 || membraneTest === null) return null;
    const { seriesResistanceMohm, membraneCapacitancePf } = membraneTest;
    return {
      recordingId: this.#recordingId,
      before: { seriesResistanceMohm, membraneCapacitancePf },
      steps: membraneFromSteps(this.#steps.found, { sampleRateHz, filterHz, compensation }),
      ...clampErrors(this.#largest.largest, seriesResistanceMohm, compensation?.correctionPercent ?? 0),
    };
  }
}
