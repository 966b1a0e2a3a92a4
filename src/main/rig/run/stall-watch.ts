/** Without a sample for this long a run has stalled, though the amplifier may answer. */
const STALL_MS = 1000;
/** Samples an amplifier may gather before it sends them. */
const GATHERED = 256;
/** A simulated cell lives through its hold about as fast as the clock at worst, and begins within this. */
const FAST_FORWARD_SLACK_MS = 30_000;
/** One look for a stall counts as no more: a host that was busy has not read what waits on the line. */
const LONGEST_LOOK_MS = 250;

/** Tells a run that no longer goes on. Times are of one clock, ms. */
export class StallWatch {
  private readonly sampleRateHz: number;
  private readonly skippable: number;
  /** The hold is being lived through faster than the clock. */
  private forwarding: boolean;
  private quietMs = 0;
  private lookedMs: number;

  /** @param skippable samples at the start that may be left out */
  constructor(plan: { readonly sampleRateHz: number; readonly skippable: number }, nowMs: number) {
    this.sampleRateHz = plan.sampleRateHz;
    this.skippable = plan.skippable;
    this.forwarding = plan.skippable > 0;
    this.lookedMs = nowMs;
  }

  /** Samples came. */
  taken(): void {
    this.forwarding = false;
    this.quietMs = 0;
  }

  /** An event was at this sample: it may tell that the hold is over, and nothing else. */
  told(index: number): void {
    if (this.forwarding && index >= this.skippable) this.taken();
  }

  /** Called some times a second. Answers after how many seconds the run counts as stalled; null while it goes on. */
  look(nowMs: number): number | null {
    this.quietMs += Math.min(LONGEST_LOOK_MS, nowMs - this.lookedMs);
    this.lookedMs = nowMs;
    const [samples, slackMs] = this.forwarding ? [this.skippable, FAST_FORWARD_SLACK_MS] : [GATHERED, STALL_MS];
    const limitMs = slackMs + (samples * 1000) / this.sampleRateHz;
    return this.quietMs > limitMs ? limitMs / 1000 : null;
  }
}
