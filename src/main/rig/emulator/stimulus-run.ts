import type { ProtocolItem, Samples } from '../../../shared/riglink/index.ts';
import type { EmulatedAmplifier } from './amplifier.ts';
import { VOLTAGE_COUNT_MV } from './identity.ts';
import { Playback } from './playback.ts';
import type { SampleRing } from './sample-ring.ts';

export const FRAME_SAMPLES = 200;
/** Longest simulation between two checks of the line, ms of real time: a PANIC never waits longer. */
const SLICE_MS = 8;

export interface RunNotices {
  itemStart(index: number, item: number): void;
  saturation(index: number, channel: number): void;
  fastForwarded(index: number, item: number): void;
}

/** Samples of one start, from its first item to its last, put into the ring as the clock requires them. */
export class StimulusRun {
  private readonly playback: Playback;
  private readonly baseIndex: number;
  private readonly sampleRateHz: number;
  private readonly range: number;
  private readonly runNumber: number;
  private readonly currentCountPa: number;
  private readonly ring: SampleRing;
  private readonly notices: RunNotices;
  private startMs: number;
  private values = new Int16Array(FRAME_SAMPLES * 2);
  private count = 0;
  private frameItem = 0;
  private announcedItem = -1;
  private saturatedItem = -1;

  constructor(options: {
    items: readonly ProtocolItem[];
    amplifier: EmulatedAmplifier;
    holdingLevel: number;
    sampleRateHz: number;
    range: number;
    rangePa: number;
    ring: SampleRing;
    notices: RunNotices;
    /** Index of the first sample. */
    baseIndex: number;
    /** Device clock at the start, ms. */
    startMs: number;
    runNumber: number;
  }) {
    this.playback = new Playback(options);
    this.baseIndex = options.baseIndex;
    this.sampleRateHz = options.sampleRateHz;
    this.range = options.range;
    this.runNumber = options.runNumber;
    this.currentCountPa = options.rangePa / 32_768;
    this.ring = options.ring;
    this.notices = options.notices;
    this.startMs = options.startMs;
  }

  get nextIndex(): number {
    return this.baseIndex + this.playback.nextIndex;
  }

  get level(): number {
    return this.playback.level;
  }

  get done(): boolean {
    return this.playback.done;
  }

  stopAfterItem(): void {
    this.playback.stopAfterItem();
  }

  /**
   * Makes the samples due at nowMs of the device clock, or as many as a slice of real time and half of the ring allow: a process that
   * was delayed by its machine must not lose what a device with its own clock would have sent meanwhile.
   */
  produce(nowMs: number, realTimeMs: () => number): void {
    const sliceEnd = realTimeMs() + SLICE_MS;
    const most = this.playback.nextIndex + this.ring.half * FRAME_SAMPLES;
    let sinceLook = 0;
    while (!this.playback.done) {
      if (this.playback.nextIndex >= most && !this.playback.fastForwarding) break;
      if (++sinceLook >= 32) {
        sinceLook = 0;
        if (realTimeMs() > sliceEnd) break;
      }
      if (this.playback.fastForwarding) {
        this.fastForwardSample(nowMs);
        continue;
      }
      if ((this.playback.nextIndex * 1000) / this.sampleRateHz > nowMs - this.startMs) break;
      this.takeSample();
    }
    if (this.playback.done) this.flush();
  }

  private fastForwardSample(nowMs: number): void {
    this.announceItem();
    this.playback.skipSample();
    // Real time continues from here: the next sample is due now.
    this.startMs = nowMs - (this.playback.nextIndex * 1000) / this.sampleRateHz;
    if (!this.playback.fastForwarding) this.notices.fastForwarded(this.nextIndex, this.playback.itemIndex);
  }

  private takeSample(): void {
    const index = this.nextIndex;
    const { voltageMv, currentPa } = this.playback.takeSample();
    this.announceItem();
    if (this.count === 0) this.frameItem = this.playback.itemIndex;
    this.values[2 * this.count] = this.toCount(voltageMv / VOLTAGE_COUNT_MV, index, 0);
    this.values[2 * this.count + 1] = this.toCount(currentPa / this.currentCountPa, index, 1);
    this.count++;
    if (this.count === FRAME_SAMPLES) this.flush();
  }

  private announceItem(): void {
    if (this.playback.itemIndex === this.announcedItem) return;
    this.announcedItem = this.playback.itemIndex;
    this.notices.itemStart(this.nextIndex, this.announcedItem);
  }

  private toCount(exact: number, index: number, channel: number): number {
    const count = Math.max(-32_768, Math.min(32_767, Math.round(exact)));
    if (Math.abs(exact) > 32_768 && this.saturatedItem !== this.playback.itemIndex) {
      this.saturatedItem = this.playback.itemIndex;
      this.notices.saturation(index, channel);
    }
    return count;
  }

  private flush(): void {
    if (this.count === 0) return;
    const frame: Samples = {
      kind: 'samples',
      firstIndex: this.nextIndex - this.count,
      count: this.count,
      channels: 2,
      range: this.range,
      item: this.frameItem,
      sweep: 0,
      values: this.values.slice(0, 2 * this.count),
      runNumber: this.runNumber,
    };
    this.count = 0;
    this.ring.push(frame);
  }

  /** Sends the rest of a frame, when the run is cut short. */
  cut(): void {
    this.flush();
  }
}
