import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';
import type { AmplifierRunEnd, PlayedRest, SampleBlock, SampleGap } from '../amplifier/amplifier-events.ts';
import { RunClock } from '../amplifier/run-clock.ts';
import { samplesOf, skippableSamples, type StimulusItem } from '../amplifier/stimulus-item.ts';
import { CommandCheck } from './command-check.ts';
import { StallWatch } from './stall-watch.ts';
import { stretched } from './stretched.ts';

/** What is known of a run before its start. */
export interface RunPlan {
  /** As the amplifier said it will play them. */
  readonly items: readonly StimulusItem[];
  readonly mode: ClampMode;
  readonly sampleRateHz: number;
  /** A simulated amplifier may run faster than the clock; a cell does not. */
  readonly simulated: boolean;
  readonly nowMs: () => number;
}

/** A judged end. `cut-short`: not as it should have been, with a sentence that says how. */
export type JudgedEnd =
  { readonly kind: 'complete' } | { readonly kind: 'stopped' } | { readonly kind: 'cut-short'; readonly reason: string };

export const ADVICE = 'Check the device, then connect again.';

/**
 * Checks that a run is possible, whatever amplifier plays it: samples in order, not ahead of the clock, within the run, and in
 * voltage clamp at the command; an end where the stimulus ends. What is missing is reported as a gap.
 */
export class RunCheck {
  totalSamples: number;
  private plan: RunPlan;
  private readonly skippable: number;
  private clock: RunClock;
  private readonly command: CommandCheck | null;
  private stall: StallWatch;
  /** Sample that should come next. */
  private next = 0;
  private acknowledged = false;
  private stopAsked = false;

  constructor(plan: RunPlan) {
    this.plan = plan;
    this.totalSamples = samplesOf(plan.items, plan.sampleRateHz);
    this.skippable = skippableSamples(plan.items, plan.sampleRateHz);
    this.clock = new RunClock(plan.nowMs(), plan.simulated);
    this.command = plan.mode === 'VC' ? new CommandCheck(plan.items, plan.sampleRateHz) : null;
    this.stall = this.newStall();
  }

  /** The amplifier is about to be started: its clock begins. */
  starting(): void {
    this.clock = new RunClock(this.plan.nowMs(), this.plan.simulated);
    this.stall = this.newStall();
  }

  /** The amplifier acknowledged the start: from now on samples must come. */
  started(): void {
    this.acknowledged = true;
  }

  askedToStop(): void {
    this.stopAsked = true;
  }

  /** @returns what is missing before the block, and why it must not be kept, if so: a sentence */
  take({ firstIndex, voltageMv, currentPa }: SampleBlock): { readonly gap: SampleGap | null; readonly wrong: string | null } {
    const end = firstIndex + voltageMv.length;
    const wrong = this.impossible(firstIndex, end, voltageMv, currentPa);
    if (wrong !== null) return { gap: null, wrong };
    if (firstIndex <= this.skippable) this.next = Math.max(this.next, firstIndex);
    const gap = this.missingBefore(firstIndex);
    this.next = end;
    this.stall.taken();
    return { gap, wrong: null };
  }

  /** Why a block that is kept shows that the run is not what it should be; null where nothing does. */
  look(block: SampleBlock): string | null {
    const wrong = this.command?.take(block) ?? null;
    return wrong === null ? null : `The device reports ${wrong}: it plays something else, or its voltage is calibrated wrongly. ${ADVICE}`;
  }

  /** A loss that the amplifier reports. Returns the part of it that was not known. */
  lose({ firstIndex, count }: SampleGap): SampleGap | null {
    return this.missingBefore(Math.min(firstIndex + count, this.totalSamples));
  }

  /**
   * A rest was played longer than it was loaded: the run is longer by it.
   * @returns the items as they are played now, or why that cannot be: a sentence
   */
  lengthen({ item, durationUs }: PlayedRest): { readonly items: readonly StimulusItem[] } | { readonly wrong: string } {
    const items = stretched(this.plan.items, { item, durationUs }, ((this.next - 1) * 1e6) / this.plan.sampleRateHz);
    if (items === null) return { wrong: `The device reports a rest between two downloads that cannot be. ${ADVICE}` };
    this.plan = { ...this.plan, items };
    this.totalSamples = samplesOf(items, this.plan.sampleRateHz);
    this.command?.stretch(items);
    return { items };
  }

  /** An event at a sample. */
  eventAt(index: number): void {
    this.stall.eventAt(index);
  }

  /** Called several times a second: why the run cannot continue, null while it does. */
  stalled(): string | null {
    const seconds = this.acknowledged ? this.stall.look(this.plan.nowMs()) : null;
    if (seconds === null) return null;
    return this.next >= this.totalSamples
      ? `The device sent the whole run but did not end it. ${ADVICE}`
      : `No samples came for ${seconds.toFixed(0)} s while the run should go on. ${ADVICE}`;
  }

  /** Whether an end is the one that was asked for, and what is missing before it. */
  judge(end: AmplifierRunEnd): { readonly gap: SampleGap | null; readonly end: JudgedEnd } {
    if (end.kind === 'cut-short') return { gap: this.rest(), end };
    const wrong = this.wrongEnd(end.samples, end.stopped);
    if (wrong !== null) return { gap: this.rest(), end: { kind: 'cut-short', reason: `${wrong} ${ADVICE}` } };
    const stopped = end.stopped || end.samples < this.totalSamples;
    return { gap: this.missingBefore(Math.min(end.samples, this.totalSamples)), end: { kind: stopped ? 'stopped' : 'complete' } };
  }

  /** All samples that have not come: no more will. */
  rest(): SampleGap | null {
    return this.missingBefore(this.totalSamples);
  }

  private wrongEnd(samples: number, stopped: boolean): string | null {
    // Written so that NaN is wrong.
    if (!(samples >= this.next)) return 'The device ended its run at a sample before the last it had sent.';
    if (stopped && !this.stopAsked) return `The device stopped by itself after ${this.ofWhole(samples)}.`;
    if (samples < this.totalSamples && !this.stopAsked) return `The device ended its run early, after ${this.ofWhole(samples)}.`;
    return null;
  }

  private impossible(first: number, end: number, voltageMv: Float32Array, currentPa: Float32Array): string | null {
    if (!Number.isInteger(first) || first < this.next || voltageMv.length === 0 || voltageMv.length !== currentPa.length) {
      return `Expected sample ${this.next} of the run to come next, the device sent ${voltageMv.length} from ${first}. ${ADVICE}`;
    }
    if (end > this.totalSamples)
      return `The device went on sending samples past the end of the run: their indices are not to be trusted. ${ADVICE}`;
    // A simulated amplifier has its own clock, which its driver checks.
    if (!this.plan.simulated && end > this.skippable + this.clock.samplesBy(this.plan.nowMs(), this.plan.sampleRateHz)) {
      return (
        `The device sent samples before their time, ${end} of them after ${this.clock.elapsedS(this.plan.nowMs()).toFixed(1)} s. ` + ADVICE
      );
    }
    if (!voltageMv.every(Number.isFinite) || !currentPa.every(Number.isFinite))
      return `The device sent samples that are no numbers. ${ADVICE}`;
    return null;
  }

  private newStall(): StallWatch {
    return new StallWatch({ sampleRateHz: this.plan.sampleRateHz, skippable: this.skippable }, this.plan.nowMs());
  }

  private missingBefore(index: number): SampleGap | null {
    const firstIndex = this.next;
    const count = index - firstIndex;
    if (count <= 0) return null;
    this.next = index;
    return { firstIndex, count };
  }

  private ofWhole(samples: number): string {
    const seconds = (count: number): string => (count / this.plan.sampleRateHz).toFixed(2);
    return `${seconds(samples)} s of ${seconds(this.totalSamples)} s`;
  }
}
