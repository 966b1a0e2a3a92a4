import type { CalibrationEntry, ClampMode, DeviceMessage, DeviceStatus, ProtocolItem, Samples } from '../../../shared/riglink/index.ts';
import { EVENT_CODE, ITEM_FLAG } from '../../../shared/riglink/index.ts';
import { CommandCheck } from './command-check.ts';
import { RunClock } from './run-clock.ts';
import { SampleStream } from './sample-stream.ts';
import type { StreamBlock, StreamGap, StreamPart } from './sample-stream.ts';

type Event = Extract<DeviceMessage, { kind: 'event' }>;

/** How a run ended. `cut-short`: not as it should have, with a sentence that says how. */
export type DeviceRunEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'cut-short'; readonly reason: string };

export interface DeviceRunTarget {
  block(block: StreamBlock): void;
  gap(gap: StreamGap): void;
  event(event: Event): void;
  /** Called once; nothing comes after it. */
  end(end: DeviceRunEnd): void;
}

export interface DeviceRunPlan {
  readonly calibration: readonly CalibrationEntry[];
  /** As the device said it will play them. */
  readonly items: readonly ProtocolItem[];
  readonly mode: ClampMode;
  readonly sampleRateHz: number;
  readonly range: number;
  readonly runNumber: number | null;
  /** A simulated device may run faster than the clock; a cell does not. */
  readonly simulated: boolean;
  readonly nowMs: () => number;
}

/** Without a sample for this long a run has stalled, though the device may answer. */
const STALL_MS = 1000;
/** Samples a device may gather before it sends a frame. */
const FRAME_SAMPLES = 256;
/** A simulated device lives through its hold about as fast as the clock at worst, and begins within this. */
const FAST_FORWARD_SLACK_MS = 30_000;
/** One look for a stall counts as no more: a host that was busy has not read what waits on the line. */
const LONGEST_LOOK_MS = 250;
/** STATUS frames that contradict the run before it is given up: one may have been overtaken on the line. */
const CONTRADICTIONS = 2;
const ADVICE = 'Check the device, then connect again.';

/** One start of the device: takes what it sends, believes what can be, and says how the run ended. */
export class DeviceRun {
  readonly stream: SampleStream;
  private readonly plan: DeviceRunPlan;
  private readonly target: DeviceRunTarget;
  private readonly runSamples: number;
  private readonly skippableSamples: number;
  private readonly clock: RunClock;
  private readonly command: CommandCheck | null;
  private readonly mostEvents: number;
  private events = 0;
  private over = false;
  private acknowledged = false;
  private stopAsked = false;
  private skipped = false;
  private quietMs = 0;
  private lookedMs: number;
  private contradictions = 0;
  /** Events and STATUS frames that cannot be, or more than a run can have. */
  faultyMessages = 0;
  staleMessages = 0;

  constructor(plan: DeviceRunPlan, target: DeviceRunTarget) {
    this.plan = plan;
    this.target = target;
    const firstOrdinary = plan.items.findIndex(({ flags }) => (flags & ITEM_FLAG.fastForward) === 0);
    this.runSamples = this.samplesOf(plan.items) + 1;
    this.skippableSamples = this.samplesOf(plan.items.slice(0, firstOrdinary < 0 ? plan.items.length : firstOrdinary));
    this.stream = new SampleStream(plan.calibration, {
      runSamples: this.runSamples,
      skippableSamples: this.skippableSamples,
      range: plan.range,
      runNumber: plan.runNumber,
    });
    this.lookedMs = plan.nowMs();
    this.clock = new RunClock(this.lookedMs, plan.simulated);
    this.command = plan.mode === 'VC' ? new CommandCheck(plan.items, plan.sampleRateHz) : null;
    this.mostEvents = 10_000 + 4 * plan.items.length;
  }

  /** The device acknowledged the start: what it says from now on is of this run. */
  started(): void {
    this.acknowledged = true;
  }

  /** The operator asked the device to end after the running item. */
  askedToStop(): void {
    this.stopAsked = true;
  }

  takeSamples(samples: Samples): void {
    if (this.over) return;
    const takenBefore = this.stream.takenSamples;
    const wrong = this.hand(this.stream.take(samples, this.dueIndex()));
    if (this.stream.takenSamples > takenBefore) this.quietMs = 0;
    if (wrong !== null) this.cutShort(`The device tells ${wrong}: it plays something else, or its voltage is calibrated wrongly. ${ADVICE}`);
    if (this.stream.pastEnd) this.cutShort(`The device went on sending samples past the end of the run: their indices are not to be trusted. ${ADVICE}`);
    if (this.stream.restarted) this.cutShort(`The device began to count its samples anew in the middle of the run. ${ADVICE}`);
  }

  takeEvent(event: Event): void {
    if (this.over) return;
    if (this.isStale(event.runNumber)) {
      this.staleMessages++;
      return;
    }
    if (!this.isPlausible(event) || (event.code === EVENT_CODE.fastForward && !this.stream.skipTo(event.index))) {
      this.faultyMessages++;
      return;
    }
    if (event.code === EVENT_CODE.fastForward) {
      this.skipped = true;
      this.quietMs = 0;
    }
    this.events++;
    this.target.event(event);
    if (event.code === EVENT_CODE.runEnd) this.deviceEnded(event.index, event.argument === 1);
    else if (event.code === EVENT_CODE.panic || event.code === EVENT_CODE.watchdog) this.wentSafe();
  }

  takeStatus(status: DeviceStatus): void {
    if (this.over || !this.acknowledged) return;
    this.clock.deviceTime(status.deviceTimeUs);
    const another = this.isStale(status.runNumber);
    const possible = !another && this.stream.isPossible(status.index);
    if (!possible) this.faultyMessages++;
    if (!another && status.state === 'safe') {
      this.wentSafe();
    } else if (!another && status.state === 'idle') {
      // Its last sample came before it was idle: an index that cannot be does not change what is here.
      this.deviceEnded(possible ? status.index : this.stream.expectedIndex, false);
    } else if (another || status.state === 'armed') {
      if (++this.contradictions >= CONTRADICTIONS) this.deviceRestarted();
    } else {
      this.contradictions = 0;
    }
  }

  /** A WELCOME that nobody asked for, or a state that is not of this run. */
  deviceRestarted(): void {
    this.cutShort(`The device restarted in the middle of the run. ${ADVICE}`);
  }

  /** Called some times a second while the device answers. */
  look(): void {
    if (this.over || !this.acknowledged) return;
    const nowMs = this.plan.nowMs();
    this.quietMs += Math.min(LONGEST_LOOK_MS, nowMs - this.lookedMs);
    this.lookedMs = nowMs;
    const forwarding = this.skippableSamples > 0 && !this.skipped && this.stream.takenSamples === 0;
    const [samples, slackMs] = forwarding ? [this.skippableSamples, FAST_FORWARD_SLACK_MS] : [FRAME_SAMPLES, STALL_MS];
    const limitMs = slackMs + (samples * 1000) / this.plan.sampleRateHz;
    if (this.quietMs <= limitMs) return;
    this.cutShort(
      this.stream.expectedIndex >= this.runSamples
        ? `The device sent the whole run but did not end it. ${ADVICE}`
        : `No samples came for ${(limitMs / 1000).toFixed(0)} s while the run should go on. ${ADVICE}`,
    );
  }

  /** The run is over for another reason: what it lacks is a gap. */
  giveUp(): void {
    if (this.over) return;
    this.over = true;
    this.missingTo(this.runSamples);
  }

  /** The operator aborted: nothing more is taken. */
  drop(): void {
    this.over = true;
  }

  private deviceEnded(index: number, stopped: boolean): void {
    const short = index < this.runSamples;
    if (index < this.stream.expectedIndex && short) {
      this.cutShort(`The device ended its run at a sample before the last it had sent. ${ADVICE}`);
    } else if (stopped && !this.stopAsked) {
      this.cutShort(`The device stopped by itself after ${this.ofWhole(index)}. ${ADVICE}`);
    } else if (short && !this.stopAsked) {
      this.cutShort(`The device ended its run early, after ${this.ofWhole(index)}. ${ADVICE}`);
    } else {
      this.over = true;
      this.missingTo(Math.min(index, this.runSamples));
      this.target.end({ kind: short || stopped ? 'stopped' : 'complete' });
    }
  }

  private wentSafe(): void {
    this.cutShort('The device went to its safe level by itself. Check the line and the load of this computer, then connect again.');
  }

  private cutShort(reason: string): void {
    if (this.over) return;
    this.giveUp();
    this.target.end({ kind: 'cut-short', reason });
  }

  private missingTo(index: number): void {
    this.hand(this.stream.endAt(index));
  }

  /** Hands on what came; answers what of the command is wrong. */
  private hand(parts: readonly StreamPart[]): string | null {
    let wrong: string | null = null;
    for (const part of parts) {
      if (part.kind === 'gap') {
        this.target.gap(part.gap);
      } else {
        this.target.block(part.block);
        wrong ??= this.command?.take(part.block) ?? null;
      }
    }
    return wrong;
  }

  /** No sample of an index beyond this can have been taken by now. */
  private dueIndex(): number {
    return this.skippableSamples + this.clock.samplesBy(this.plan.nowMs(), this.plan.sampleRateHz);
  }

  private isStale(runNumber: number | null): boolean {
    return this.plan.runNumber !== null && runNumber !== this.plan.runNumber;
  }

  private isPlausible({ code, index, argument }: Event): boolean {
    if (!this.stream.isPossible(index) || this.events >= this.mostEvents) return false;
    if (code === EVENT_CODE.runEnd && index > this.dueIndex()) return false;
    switch (code) {
      case EVENT_CODE.runEnd:
        return argument === 0 || argument === 1;
      case EVENT_CODE.overrun:
        return argument > 0 && this.stream.isPossible(index + argument);
      case EVENT_CODE.itemStart:
        return argument >= 0 && argument < this.plan.items.length;
      case EVENT_CODE.saturation:
        return argument === 0 || argument === 1;
      default:
        return true;
    }
  }

  private samplesOf(items: readonly ProtocolItem[]): number {
    const us = items.reduce((sum, { durationUs }) => sum + durationUs, 0);
    return Math.round((us * this.plan.sampleRateHz) / 1e6);
  }

  private ofWhole(index: number): string {
    const seconds = (samples: number): string => (samples / this.plan.sampleRateHz).toFixed(2);
    return `${seconds(index)} s of ${seconds(this.runSamples)} s`;
  }
}
