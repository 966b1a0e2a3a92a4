import type { SampleBlock } from '../amplifier/amplifier-events.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';

/** The command as read on the voltage channel differs by calibration and noise only; reversed signs or another protocol differ far more. */
const TOLERANCE_MV = 20;
/** Near the start and end of an item the channel may be filtered or slightly shifted in time. */
const SETTLE_US = 5000;
const AHEAD_US = 1000;
/** A difference of this duration is not a spike. */
const APART_US = 5000;

/**
 * In voltage clamp the voltage channel is the applied command: it must be what the amplifier said it would play. Items too
 * short to settle are not checked.
 */
export class CommandCheck {
  private items: readonly StimulusItem[];
  private readonly sampleUs: number;
  private at = 0;
  private startUs = 0;
  private apart = 0;

  /** @param items levels in uV */
  constructor(items: readonly StimulusItem[], sampleRateHz: number) {
    this.items = items;
    this.sampleUs = 1e6 / sampleRateHz;
  }

  /** Blocks in order. What is wrong, as part of a sentence; null where nothing is. */
  take({ firstIndex, voltageMv }: SampleBlock): string | null {
    for (let k = 0; k < voltageMv.length; k++) {
      const nowUs = (firstIndex + k) * this.sampleUs;
      const expectedMv = this.settledAt(nowUs);
      if (expectedMv === null) continue;
      // Written so that NaN counts as different.
      if (Math.abs(voltageMv[k]! - expectedMv) <= TOLERANCE_MV) {
        this.apart = 0;
      } else if (++this.apart * this.sampleUs >= APART_US) {
        return `${voltageMv[k]!.toFixed(1)} mV at ${(nowUs / 1e6).toFixed(3)} s where it should be ${expectedMv.toFixed(1)} mV`;
      }
    }
    return null;
  }

  /** The same items with an item from the present one on that lasts longer. */
  stretch(items: readonly StimulusItem[]): void {
    this.items = items;
  }

  /** Level at a time, mV; null near the edges of items and after the last. */
  private settledAt(nowUs: number): number | null {
    let item = this.items[this.at];
    while (item !== undefined && nowUs > this.startUs + item.durationUs) {
      this.startUs += item.durationUs;
      item = this.items[++this.at];
    }
    const intoUs = nowUs - this.startUs;
    if (item === undefined || intoUs < SETTLE_US || intoUs > item.durationUs - AHEAD_US) return null;
    const { startLevel, endLevel, durationUs } = item;
    return (startLevel + ((endLevel - startLevel) * intoUs) / durationUs) / 1000;
  }
}
