import { EVENT_CODE } from '../../../shared/riglink/index.ts';
import type { RigLinkDriver } from '../driver/riglink-driver.ts';
import { asRigError } from '../rig-error.ts';
import type { RigError } from '../rig-error.ts';
import type { RecordedBlock, RecordedEvent, RecordedGap } from './sink.ts';

/** Takes what a pass records, in order. May throw: that ends the pass. */
export interface PassTarget {
  block(block: RecordedBlock): void;
  /** Samples of the hold, at negative numbers: shown, not kept. */
  hold?(block: RecordedBlock): void;
  event?(event: RecordedEvent): void;
  gap(gap: RecordedGap): void;
}

export type PassEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'aborted' }
  /** The device did not do what it should. */
  | { readonly kind: 'cut-short'; readonly reason: string }
  | { readonly kind: 'lost'; readonly error: RigError }
  | { readonly kind: 'target-failed'; readonly error: RigError };

/** Least share of its samples that a run must have brought to count as recorded. */
const LEAST_SHARE = 0.5;
const EVENT_NAMES = new Map<number, string>(Object.entries(EVENT_CODE).map(([name, code]) => [code, name]));

/** One start of the device, from arming to its last sample. Sample numbers are relative to the end of the hold. */
export class Pass {
  private readonly driver: RigLinkDriver;
  private readonly target: PassTarget;
  private readonly holdSamples: number;
  private readonly ended: Promise<PassEnd>;
  private finish: (end: PassEnd) => void = () => undefined;
  private over = false;
  private readonly unsubscribe: (() => void)[];
  private readonly totalSamples: number;
  private takenSamples = 0;

  /** @param holdSamples samples of the hold @param totalSamples samples after it */
  constructor(driver: RigLinkDriver, holdSamples: number, totalSamples: number, target: PassTarget) {
    this.driver = driver;
    this.holdSamples = holdSamples;
    this.totalSamples = totalSamples;
    this.target = target;
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    const { events } = driver;
    this.unsubscribe = [
      events.on('block', ({ firstIndex, voltageMv, currentPa }) =>
        this.guard(() => this.takeBlock(firstIndex - holdSamples, voltageMv, currentPa)),
      ),
      events.on('gap', ({ firstIndex, count }) => this.guard(() => this.takeGap(firstIndex - holdSamples, count))),
      events.on('event', ({ code, index, argument }) => this.takeEvent(code, index, argument)),
      events.on('status', ({ state }) => {
        if (state === 'safe' && !driver.isRunning) this.devicePanic();
      }),
      events.on('runEnd', (end) => this.end(end.kind === 'complete' ? this.wholeOrNot() : end)),
      events.on('lost', (error) => this.end({ kind: 'lost', error })),
    ];
  }

  /** Arms and starts; resolves once the device acknowledged the start. */
  async begin(onArmed: () => void): Promise<void> {
    try {
      await this.driver.arm();
      onArmed();
      await this.driver.start();
    } catch (error) {
      this.end({ kind: 'aborted' });
      throw error;
    }
  }

  wait(): Promise<PassEnd> {
    return this.ended;
  }

  /** The operator aborted: nothing after this is recorded. */
  abort(): void {
    this.end({ kind: 'aborted' });
  }

  /** The run cannot go on. */
  cutShort(reason: string): void {
    this.end({ kind: 'cut-short', reason });
  }

  /** What was taken could not be stored after all. */
  failTarget(error: RigError): void {
    this.end({ kind: 'target-failed', error });
  }

  private end(end: PassEnd): void {
    if (this.over) return;
    this.over = true;
    for (const off of this.unsubscribe) off();
    this.finish(end);
  }

  /** A run to its end of which most got lost on the line is no recording. */
  private wholeOrNot(): PassEnd {
    if (this.takenSamples >= LEAST_SHARE * this.totalSamples) return { kind: 'complete' };
    const lost = this.totalSamples - this.takenSamples;
    return { kind: 'cut-short', reason: `Of ${this.totalSamples} samples ${lost} are missing. Check the cable and the device, then connect again.` };
  }

  private devicePanic(): void {
    this.end({
      kind: 'cut-short',
      reason: 'The device went to its safe level by itself. Check the line and the load of this computer, then connect again.',
    });
  }

  private takeEvent(code: number, index: number, argument: number): void {
    const sample = index - this.holdSamples;
    this.guard(() => this.target.event?.({ sample, code, name: EVENT_NAMES.get(code) ?? `event ${code}`, argument }));
    // While it runs the driver ends the run, and tells what is missing first.
    const wentSafe = code === EVENT_CODE.panic || code === EVENT_CODE.watchdog;
    if (wentSafe && !this.driver.isRunning) this.devicePanic();
  }

  private takeBlock(firstSample: number, voltageMv: Float32Array, currentPa: Float32Array): void {
    const held = Math.max(0, Math.min(voltageMv.length, -firstSample));
    if (held > 0) {
      this.target.hold?.({ firstSample, voltageMv: voltageMv.slice(0, held), currentPa: currentPa.slice(0, held) });
    }
    if (held < voltageMv.length) {
      const kept = { voltageMv: voltageMv.slice(held), currentPa: currentPa.slice(held) };
      this.takenSamples += kept.voltageMv.length;
      this.target.block({ firstSample: firstSample + held, ...kept });
    }
  }

  private takeGap(firstSample: number, count: number): void {
    const held = Math.max(0, Math.min(count, -firstSample));
    if (held < count) this.target.gap({ firstSample: firstSample + held, count: count - held });
  }

  private guard(take: () => void): void {
    if (this.over) return;
    try {
      take();
    } catch (error) {
      this.end({ kind: 'target-failed', error: asRigError(error, 'sink') });
    }
  }
}
