import type { Samples } from '../../../shared/riglink/index.ts';

/** Frames waiting for credit and line. When full, whole frames are lost, and the loss is reported later. */
export class SampleRing {
  private readonly frames: Samples[] = [];
  private readonly lengthMs: number;
  private capacityFrames = 0;
  private lost: { firstIndex: number; count: number } | null = null;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  /** Room for the ring's duration at a sampling rate. */
  setRate(sampleRateHz: number, frameSamples: number): void {
    this.capacityFrames = Math.ceil((this.lengthMs * sampleRateHz) / 1000 / frameSamples);
  }

  get length(): number {
    return this.frames.length;
  }

  /** Frames in half of it, at least one. */
  get half(): number {
    return Math.max(1, Math.floor(this.capacityFrames / 2));
  }

  push(frame: Samples): void {
    if (this.frames.length < this.capacityFrames) {
      this.frames.push(frame);
      return;
    }
    if (this.lost === null) this.lost = { firstIndex: frame.firstIndex, count: 0 };
    this.lost.count = frame.firstIndex + frame.count - this.lost.firstIndex;
  }

  shift(): Samples | undefined {
    return this.frames.shift();
  }

  /** The loss since the last call, once there is room again; null where nothing was lost. */
  takeLoss(): { firstIndex: number; count: number } | null {
    if (this.lost === null || this.frames.length >= this.capacityFrames) return null;
    const lost = this.lost;
    this.lost = null;
    return lost;
  }

  clear(): void {
    this.frames.length = 0;
    this.lost = null;
  }
}
