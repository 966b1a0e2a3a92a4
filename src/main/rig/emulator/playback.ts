import type { ProtocolItem } from '../../../shared/riglink/index.ts';
import { ITEM_FLAG } from '../../../shared/riglink/index.ts';
import type { EmulatedAmplifier } from './amplifier.ts';

const LONGEST_STEP_US = 25;

/**
 * Time between two readings of the current, us, per sampling rate: a whole number of them makes one sample.
 * @param longestUs of the cell
 */
export function innerStepUs(sampleRateHz: number, longestUs = LONGEST_STEP_US): number {
  const sampleUs = 1e6 / sampleRateHz;
  return sampleUs / Math.ceil(sampleUs / longestUs - 1e-9);
}

/** Step while nothing is sampled (holding, fast forward), us. */
export const COARSE_STEP_US = 100;

interface Placed {
  readonly item: ProtocolItem;
  readonly startUs: number;
  readonly endUs: number;
}

/**
 * Plays a downloaded protocol into the amplifier, one sample at a time. Sample n is taken n / rate after the start,
 * before a step at that very time (left limit). Levels are mV in VC and pA in CC.
 */
export class Playback {
  private readonly placed: readonly Placed[];
  private readonly sampleUs: number;
  private readonly stepUs: number;
  private readonly amplifier: EmulatedAmplifier;
  private nowUs = 0;
  private at = 0;
  private readonly lastEndUs: number;
  private readonly holdingLevel: number;
  private endUs: number;
  level: number;
  /** Index of the next sample. */
  nextIndex = 0;

  constructor(options: { items: readonly ProtocolItem[]; sampleRateHz: number; amplifier: EmulatedAmplifier; holdingLevel: number }) {
    let startUs = 0;
    this.placed = options.items.map((item) => {
      const placed = { item, startUs, endUs: startUs + item.durationUs };
      startUs = placed.endUs;
      return placed;
    });
    this.endUs = startUs;
    this.lastEndUs = startUs;
    this.holdingLevel = options.holdingLevel;
    this.sampleUs = 1e6 / options.sampleRateHz;
    this.stepUs = innerStepUs(options.sampleRateHz, options.amplifier.longestStepUs);
    this.amplifier = options.amplifier;
    this.level = options.holdingLevel;
  }

  /** Item that the time just before the next sample belongs to. */
  get itemIndex(): number {
    return this.at;
  }

  /** The last sample is the one nearest to the end. */
  get done(): boolean {
    return this.nextIndex > Math.round(this.endUs / this.sampleUs);
  }

  /** Where the running fast-forward item and those after it end, us; null in an ordinary item. */
  get fastForwardEndUs(): number | null {
    let endUs: number | null = null;
    for (let i = this.at; i < this.placed.length; i++) {
      const { item, endUs: itemEnd } = this.placed[i]!;
      if ((item.flags & ITEM_FLAG.fastForward) === 0) break;
      endUs = itemEnd;
    }
    return endUs;
  }

  /** True while the next sample is inside a fast-forward item, its end excluded. */
  get fastForwarding(): boolean {
    const endUs = this.fastForwardEndUs;
    return endUs !== null && this.nextIndex * this.sampleUs < endUs - 1e-6;
  }

  /** The protocol now ends with the running item. */
  stopAfterItem(): void {
    const running = this.placed[this.at];
    if (running) this.endUs = Math.min(this.endUs, running.endUs);
  }

  /** Simulates up to the next sample's time and takes the sample. */
  takeSample(): { voltageMv: number; currentPa: number } {
    this.liveUntil(this.nextIndex * this.sampleUs, this.stepUs, true);
    this.nextIndex++;
    return this.amplifier.sample(this.level);
  }

  /** Simulates one sample interval of a fast-forward item without sampling. */
  skipSample(): void {
    this.liveUntil(this.nextIndex * this.sampleUs, COARSE_STEP_US, false);
    this.amplifier.wait(this.sampleUs / 1000);
    this.nextIndex++;
    if (!this.fastForwarding) this.amplifier.settleFilter();
  }

  private liveUntil(targetUs: number, stepUs: number, looking: boolean): void {
    while (this.nowUs < targetUs - 1e-6) {
      const stepEndUs = Math.min(targetUs, this.nowUs + stepUs);
      while (this.nowUs < stepEndUs - 1e-6) this.liveWithinItem(stepEndUs);
      if (looking) this.amplifier.observe();
    }
  }

  private liveWithinItem(untilUs: number): void {
    if (this.nowUs >= this.lastEndUs - 1e-6) {
      this.amplifier.advance(this.holdingLevel, (untilUs - this.nowUs) / 1000);
      this.level = this.holdingLevel;
      this.nowUs = untilUs;
      return;
    }
    while (this.at < this.placed.length - 1 && this.nowUs >= this.placed[this.at]!.endUs - 1e-6) this.at++;
    const { item, startUs, endUs } = this.placed[this.at]!;
    const toUs = Math.min(untilUs, endUs);
    const levelAt = (us: number): number =>
      (item.startLevel + ((item.endLevel - item.startLevel) * (us - startUs)) / item.durationUs) / 1000;
    const ramp = item.kind === 'ramp';
    // A ramp is played as small steps at their middle level, which keeps its area.
    const level = ramp ? levelAt((this.nowUs + toUs) / 2) : item.startLevel / 1000;
    this.amplifier.advance(level, (toUs - this.nowUs) / 1000);
    this.level = ramp ? levelAt(toUs) : level;
    this.nowUs = toUs;
  }
}
