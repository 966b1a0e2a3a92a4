import type { CalibrationEntry } from '../../../../core/amplifier/calibration.ts';
import type { DeviceMessage, DeviceStatus, Samples } from '../../../../shared/riglink/index.ts';
import { EVENT_CODE } from '../../../../shared/riglink/index.ts';
import type { AmplifierRunEnd, SampleBlock, SampleGap } from '../../amplifier/amplifier-events.ts';
import { RunClock } from '../../amplifier/run-clock.ts';
import { samplesOf, skippableSamples, type StimulusItem } from '../../amplifier/stimulus-item.ts';
import { SampleStream } from './sample-stream.ts';
import type { StreamPart } from './sample-stream.ts';

type Event = Extract<DeviceMessage, { kind: 'event' }>;

export interface DeviceRunTarget {
  block(block: SampleBlock): void;
  gap(gap: SampleGap): void;
  event(event: Event): void;
  /** Called once; nothing comes after it. */
  end(end: AmplifierRunEnd): void;
}

export interface DeviceRunPlan {
  readonly calibration: readonly CalibrationEntry[];
  /** As the device said it will play them. */
  readonly items: readonly StimulusItem[];
  readonly sampleRateHz: number;
  /** Index of the current range in the device's list. */
  readonly range: number;
  readonly runNumber: number | null;
  /** A simulated device may run faster than the clock; a cell does not. */
  readonly simulated: boolean;
  readonly nowMs: () => number;
}

/** STATUS frames that contradict the run before it is given up: one may have been overtaken on the line. */
const CONTRADICTIONS = 2;
const ADVICE = 'Check the device, then connect again.';

/** One start of the device: takes what it sends, drops what is impossible, and reports how the device says the run ended. */
export class DeviceRun {
  readonly stream: SampleStream;
  private readonly plan: DeviceRunPlan;
  private readonly target: DeviceRunTarget;
  private readonly runSamples: number;
  private readonly skippableSamples: number;
  private readonly clock: RunClock;
  private readonly mostEvents: number;
  private events = 0;
  private over = false;
  private acknowledged = false;
  private contradictions = 0;
  /** Events and STATUS frames that are impossible, or more than a run can have. */
  faultyMessages = 0;
  staleMessages = 0;

  constructor(plan: DeviceRunPlan, target: DeviceRunTarget) {
    this.plan = plan;
    this.target = target;
    this.runSamples = samplesOf(plan.items, plan.sampleRateHz);
    this.skippableSamples = skippableSamples(plan.items, plan.sampleRateHz);
    this.stream = new SampleStream(plan.calibration, {
      runSamples: this.runSamples,
      skippableSamples: this.skippableSamples,
      range: plan.range,
      runNumber: plan.runNumber,
    });
    this.clock = new RunClock(plan.nowMs(), plan.simulated);
    this.mostEvents = 10_000 + 4 * plan.items.length;
  }

  /** The device acknowledged the start: messages from now on belong to this run. */
  started(): void {
    this.acknowledged = true;
  }

  takeSamples(samples: Samples): void {
    if (this.over) return;
    this.hand(this.stream.take(samples, this.dueIndex()));
    if (this.stream.pastEnd)
      this.cutShort(`The device went on sending samples past the end of the run: their indices are not to be trusted. ${ADVICE}`);
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
    this.events++;
    this.target.event(event);
    if (event.code === EVENT_CODE.runEnd) this.ended(event.index, event.argument === 1);
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
      // Its last sample came before it was idle: an impossible index does not change what has been received.
      this.ended(possible ? status.index : this.stream.expectedIndex, false);
    } else if (another || status.state === 'armed') {
      if (++this.contradictions >= CONTRADICTIONS) this.deviceRestarted();
    } else {
      this.contradictions = 0;
    }
  }

  /** An unrequested WELCOME, or a state that does not belong to this run. */
  deviceRestarted(): void {
    this.cutShort(`The device restarted in the middle of the run. ${ADVICE}`);
  }

  /** The amplifier in front of the device is no longer set as the run was begun with. */
  knobTurned(reason: string): void {
    this.cutShort(reason);
  }

  /** The run has ended for another reason: nothing more is taken. */
  drop(): void {
    this.over = true;
  }

  private ended(index: number, stopped: boolean): void {
    this.over = true;
    this.hand(this.stream.endAt(Math.min(index, this.runSamples)));
    this.target.end({ kind: 'ended', samples: index, stopped });
  }

  private wentSafe(): void {
    this.cutShort('The device went to its safe level by itself. Check the line and the load of this computer, then connect again.');
  }

  private cutShort(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.target.end({ kind: 'cut-short', reason });
  }

  private hand(parts: readonly StreamPart[]): void {
    for (const part of parts) {
      if (part.kind === 'gap') this.target.gap(part.gap);
      else this.target.block(part.block);
    }
  }

  /** No sample with a larger index can have been taken by now. */
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
}
