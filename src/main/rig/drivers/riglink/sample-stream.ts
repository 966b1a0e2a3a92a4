import type { CalibrationEntry } from '../../../../core/amplifier/calibration.ts';
import type { Samples } from '../../../../shared/riglink/index.ts';
import type { SampleBlock, SampleGap } from '../../amplifier/amplifier-events.ts';
import { FrameMemory } from './frame-memory.ts';

export type StreamPart = { readonly kind: 'block'; readonly block: SampleBlock } | { readonly kind: 'gap'; readonly gap: SampleGap };

/** What is known of a run before its first sample. */
export interface StreamPlan {
  /** Samples from the start to the end of all realised items. */
  readonly runSamples: number;
  /** Samples of the leading items that the device may fast-forward without sending them. */
  readonly skippableSamples: number;
  /** Current range that was configured. */
  readonly range: number;
  /** Number of the run, null where the device does not report it. */
  readonly runNumber: number | null;
}

/** Devices may round the length of a run in their own way. */
const ROUNDING = 2;
/** The host looks at indices this far beyond the end: one that continues from the last sample is more informative than a wild one. */
const END_MARGIN = 256;
/** This many frames in a row that begin too early are no repetitions: the device restarted its count. */
const EARLY_IN_A_ROW = 4;

/**
 * Turns SAMPLES into calibrated blocks and finds what is missing by the sample index, which is the only clock. A frame that is
 * impossible (range, channels, index) is dropped and counted, and changes nothing. A frame that begins later than expected is held until
 * the next one continues from it: then samples were lost. Otherwise its index may have been wild, and it is dropped.
 */
export class SampleStream {
  private readonly plan: StreamPlan;
  private readonly calibration: readonly [CalibrationEntry, CalibrationEntry] | null;
  private readonly memory = new FrameMemory();
  private held: Samples | null = null;
  private earlyInARow = 0;
  /** Index that the next sample should have. */
  expectedIndex = 0;
  lostSamples = 0;
  /** Samples passed on, including those of a hold. */
  takenSamples = 0;
  /** Frames that came twice or too late. */
  repeatedFrames = 0;
  /** Frames that are impossible or cannot be confirmed: another range or channel count, an impossible index, alone between two losses. */
  faultyFrames = 0;
  /** Frames of an earlier run. */
  staleFrames = 0;
  /** The device restarted its sample count, or sent two different samples for one index. */
  restarted = false;
  /** Samples continued, without a break, past the end of the run: their indices, or the run's length, are wrong. */
  pastEnd = false;

  constructor(calibration: readonly CalibrationEntry[], plan: StreamPlan) {
    const [voltage, current] = [0, 1].map((number) => calibration.find(({ channel, range }) => channel === number && range === plan.range));
    this.calibration = voltage && current ? [voltage, current] : null;
    this.plan = plan;
  }

  /** True for an index that a sample, or the end, of this run can have. */
  isPossible(index: number): boolean {
    return index >= 0 && index <= this.plan.runSamples + END_MARGIN;
  }

  /** The device skipped these samples as asked (fast forward): no loss. False where it was not asked to. */
  skipTo(index: number): boolean {
    if (index < 0 || index > this.plan.skippableSamples) return false;
    this.expectedIndex = Math.max(this.expectedIndex, index);
    return true;
  }

  /** @param dueIndex samples that the clock allows by now */
  take(samples: Samples, dueIndex: number): StreamPart[] {
    const { plan } = this;
    if (plan.runNumber !== null && samples.runNumber !== plan.runNumber) {
      this.staleFrames++;
      return [];
    }
    const end = samples.firstIndex + samples.count;
    const good = samples.channels === 2 && samples.count > 0 && samples.range === plan.range && this.calibration !== null;
    if (good && samples.firstIndex === this.expectedIndex && end > plan.runSamples + ROUNDING) this.pastEnd = true;
    if (!good || !this.isPossible(end) || end > dueIndex) {
      this.faultyFrames++;
      return [];
    }
    if (samples.firstIndex < this.expectedIndex) {
      this.early(samples);
      return [];
    }
    return this.held === null ? this.next(samples) : this.besideHeld(this.held, samples);
  }

  /** The run ended at this index: returns what is missing before it. A held frame counts where it ends there. */
  endAt(index: number): StreamPart[] {
    const { held } = this;
    this.held = null;
    if (held === null) return this.missingBefore(index);
    if (held.firstIndex + held.count === index) return this.accept(held);
    this.faultyFrames++;
    return this.missingBefore(index);
  }

  private besideHeld(held: Samples, samples: Samples): StreamPart[] {
    const heldEnd = held.firstIndex + held.count;
    if (samples.firstIndex === held.firstIndex) {
      this.repeatedFrames++;
      return [];
    }
    this.held = null;
    // A frame that continues from it confirms it. Alone between two losses it cannot be confirmed: it is lost with them.
    if (samples.firstIndex === heldEnd) return [...this.accept(held), ...this.accept(samples)];
    // It had only overtaken this one.
    if (samples.firstIndex + samples.count === held.firstIndex) return [...this.accept(samples), ...this.accept(held)];
    // Otherwise its index may be wild.
    this.faultyFrames++;
    return this.next(samples);
  }

  private next(samples: Samples): StreamPart[] {
    const inSkippable = samples.firstIndex <= this.plan.skippableSamples;
    if (samples.firstIndex === this.expectedIndex || inSkippable) return this.accept(samples);
    this.held = samples;
    return [];
  }

  private early(samples: Samples): void {
    this.repeatedFrames++;
    this.earlyInARow++;
    if (!this.memory.explains(samples) || this.earlyInARow >= EARLY_IN_A_ROW) this.restarted = true;
  }

  private accept(samples: Samples): StreamPart[] {
    this.skipTo(Math.min(samples.firstIndex, this.plan.skippableSamples));
    const parts = this.missingBefore(samples.firstIndex);
    this.earlyInARow = 0;
    this.memory.keep(samples);
    const count = Math.min(samples.count, this.plan.runSamples - samples.firstIndex);
    this.expectedIndex = samples.firstIndex + samples.count;
    if (count <= 0) return parts;
    this.takenSamples += count;
    parts.push({
      kind: 'block',
      block: { firstIndex: samples.firstIndex, voltageMv: this.physical(samples, 0, count), currentPa: this.physical(samples, 1, count) },
    });
    return parts;
  }

  private missingBefore(index: number): StreamPart[] {
    const firstIndex = this.expectedIndex;
    const count = Math.min(index, this.plan.runSamples) - firstIndex;
    if (count <= 0) return [];
    this.lostSamples += count;
    this.expectedIndex = firstIndex + count;
    this.memory.keepGap(firstIndex, count);
    return [{ kind: 'gap', gap: { firstIndex, count } }];
  }

  private physical(samples: Samples, channel: 0 | 1, count: number): Float32Array {
    const values = new Float32Array(count);
    if (this.calibration === null) return values.fill(Number.NaN);
    const { scale, offset } = this.calibration[channel];
    for (let k = 0; k < count; k++) values[k] = samples.values[2 * k + channel]! * scale + offset;
    return values;
  }
}
