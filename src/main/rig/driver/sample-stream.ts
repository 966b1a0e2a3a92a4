import type { CalibrationEntry, Samples } from '../../../shared/riglink/index.ts';

/** Samples in physical units; index counts from the start of the run. */
export interface StreamBlock {
  readonly firstIndex: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

export interface StreamGap {
  readonly firstIndex: number;
  readonly count: number;
}

/** Turns SAMPLES into calibrated blocks and finds what is missing by the sample index, the one clock there is. */
export class SampleStream {
  private readonly calibration: readonly CalibrationEntry[];
  /** Index that the next sample should have. */
  expectedIndex = 0;
  lostSamples = 0;
  /** Frames that came twice or too late. */
  repeatedFrames = 0;

  constructor(calibration: readonly CalibrationEntry[]) {
    this.calibration = calibration;
  }

  reset(): void {
    this.expectedIndex = 0;
    this.lostSamples = 0;
    this.repeatedFrames = 0;
  }

  /** The device left these samples out as it was told to (fast forward): no loss. */
  skipTo(index: number): void {
    this.expectedIndex = Math.max(this.expectedIndex, index);
  }

  /** Everything before this index must be here by now. */
  missingBefore(index: number): StreamGap | null {
    const count = index - this.expectedIndex;
    if (count <= 0) return null;
    const gap = { firstIndex: this.expectedIndex, count };
    this.lostSamples += count;
    this.expectedIndex = index;
    return gap;
  }

  take(samples: Samples): { gap: StreamGap | null; block: StreamBlock | null } {
    if (samples.firstIndex < this.expectedIndex || samples.channels < 2) {
      this.repeatedFrames++;
      return { gap: null, block: null };
    }
    const gap = this.missingBefore(samples.firstIndex);
    this.expectedIndex = samples.firstIndex + samples.count;
    const channel = (number: number): Float32Array => {
      const entry = this.calibration.find((known) => known.channel === number && known.range === samples.range);
      const { scale, offset } = entry ?? { scale: Number.NaN, offset: 0 };
      const values = new Float32Array(samples.count);
      for (let k = 0; k < samples.count; k++) values[k] = samples.values[k * samples.channels + number]! * scale + offset;
      return values;
    };
    return { gap, block: { firstIndex: samples.firstIndex, voltageMv: channel(0), currentPa: channel(1) } };
  }
}
