/** Without a sample for this long a run has stalled, even if the amplifier answers. */
const STALL_MS = 1000;
/** Samples an amplifier may gather before it sends them. */
const GATHERED = 256;
/** In the worst case a simulated cell runs through its hold about as fast as the clock, and begins within this time. */
const FAST_FORWARD_SLACK_MS = 30_000;
/** One check counts as at most this long: a host that was busy has not read what waits on the line. */
const LONGEST_LOOK_MS = 250;

/** Detects a run that has stalled. Times are of one clock, ms. */
export class StallWatch {
  private readonly sampleRateHz: number;
  private readonly skippable: number;
  /** The hold is being run through faster than the clock. */
  private forwarding: boolean;
  private quietMs = 0;
  private lookedMs: number;

  /** @param skippable samples at the start that may be skipped */
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

  /** An event came at this sample: it can show that the hold is over, and nothing else. */
  eventAt(index: number): void {
    if (this.forwarding && index >= this.skippable) this.taken();
  }

  /** Called several times a second. Returns after how many seconds the run counts as stalled; null while it continues. */
  look(nowMs: number): number | null {
    this.quietMs += Math.min(LONGEST_LOOK_MS, nowMs - this.lookedMs);
    this.lookedMs = nowMs;
    const [samples, slackMs] = this.forwarding ? [this.skippable, FAST_FORWARD_SLACK_MS] : [GATHERED, STALL_MS];
    const limitMs = slackMs + (samples * 1000) / this.sampleRateHz;
    return this.quietMs > limitMs ? limitMs / 1000 : null;
  }
}
