import { TICK_MS, type EpatchItem, type ProtocolHead } from '../../../../shared/epatch/index.ts';

/** A protocol that has arrived whole. */
export interface EpatchProtocol {
  readonly head: ProtocolHead;
  readonly items: readonly EpatchItem[];
  readonly current: boolean;
}

/** What the player does to the rest of the device. Levels in steps of the command, times in us. */
export interface PlayerTarget {
  /** Longest stretch at one level of a ramp, us. */
  readonly longestStepUs: number;
  /** Lives through a stretch at a level. */
  advance(level: number, us: number): void;
  /** A sample is due; `level` is that of the command. */
  sample(level: number): void;
  itemStart(item: number, rep: number, sweep: number): void;
}

const TICK_US = TICK_MS * 1000;
const EPSILON_US = 1e-6;

/** Plays a protocol in the order of the vendor's own simulator: loops by `next` and `reps`, then sweeps, then the end. */
export class ProtocolPlayer {
  readonly protocol: EpatchProtocol;
  private readonly target: PlayerTarget;
  private readonly sampleUs: number;
  private at = 0;
  private rep = 0;
  private sweep = 0;
  private nowUs = 0;
  private itemStartUs = 0;
  /** Samples taken. */
  taken = 0;
  ended = false;

  constructor(protocol: EpatchProtocol, sampleRateHz: number, target: PlayerTarget) {
    this.protocol = protocol;
    this.target = target;
    this.sampleUs = 1e6 / sampleRateHz;
    target.itemStart(0, 0, 0);
  }

  /** True while one level is repeated for ever. */
  get holds(): boolean {
    return this.protocol.items.at(-1)?.reps === 0;
  }

  /** Plays up to a time since its start. */
  playUntil(us: number): void {
    while (!this.ended) {
      const dueUs = (this.taken + 1) * this.sampleUs;
      if (dueUs > us) return;
      if (!this.live(dueUs)) return;
      this.target.sample(this.levelBefore(this.nowUs));
      this.taken++;
    }
  }

  private get item(): EpatchItem {
    return this.protocol.items[this.at]!;
  }

  /** False where the protocol ends before. */
  private live(untilUs: number): boolean {
    while (!this.ended && this.nowUs < untilUs - EPSILON_US) {
      const endUs = this.itemStartUs + this.item.ticks * TICK_US;
      if (this.nowUs >= endUs - EPSILON_US) {
        this.nextItem(endUs);
        continue;
      }
      const toUs = Math.min(untilUs, endUs, this.item.kind === 'ramp' ? this.nowUs + this.target.longestStepUs : Infinity);
      this.target.advance(this.levelBefore((this.nowUs + toUs) / 2), toUs - this.nowUs);
      this.nowUs = toUs;
    }
    return !this.ended;
  }

  /** Level of the present item at a time, its end included. */
  private levelBefore(us: number): number {
    const { kind, start, end, ticks } = this.item;
    return kind === 'step' ? start : start + ((end - start) * (us - this.itemStartUs)) / (ticks * TICK_US);
  }

  private nextItem(endUs: number): void {
    const { item, next, reps } = this.item;
    if (next <= item && (reps === 0 || this.rep + 1 < reps)) {
      this.rep = (this.rep + 1) & 0xffff;
      this.at = next;
    } else {
      this.rep = 0;
      this.at++;
    }
    if (this.at >= this.protocol.items.length) {
      this.sweep++;
      this.at = 0;
      if (this.sweep >= this.protocol.head.sweeps) {
        this.ended = true;
        return;
      }
    }
    this.itemStartUs = endUs;
    this.target.itemStart(this.at, this.rep, this.sweep);
  }
}
