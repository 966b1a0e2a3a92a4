import { performance } from 'node:perf_hooks';
import type { AmplifierEvent, PlayedRest, SampleBlock, SampleGap } from '../amplifier/amplifier-events.ts';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { asRigError, RigError } from '../rig-error.ts';
import type { CheckedAmplifier } from './checked-amplifier.ts';
import { RunCheck } from './run-check.ts';
import type { RecordedBlock, RecordedEvent, RecordedGap } from './sink.ts';

/** Takes what a pass records, in order. May throw, which ends the pass. */
export interface PassTarget {
  block(block: RecordedBlock): void;
  /** Samples of the hold, with negative numbers: shown, not kept. */
  hold?(block: RecordedBlock): void;
  event?(event: RecordedEvent): void;
  gap(gap: RecordedGap): void;
  /** The stimulus is played in downloads: from here on these are its items. Absent: a rest between downloads ends the pass. */
  rested?(items: readonly StimulusItem[]): void;
}

export type PassEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'aborted' }
  /** The device misbehaved. */
  | { readonly kind: 'cut-short'; readonly reason: string }
  | { readonly kind: 'lost'; readonly error: RigError }
  | { readonly kind: 'target-failed'; readonly error: RigError };

/** Smallest share of its samples that a run must have received to count as recorded. */
const LEAST_SHARE = 0.5;
const LOOK_MS = 200;

/** One start of the amplifier, from arming to its last sample. Sample numbers are relative to the end of the hold. */
export class Pass {
  /** Samples after the hold. */
  totalSamples: number;
  /** Samples after the hold that are known to be lost: of the hold none is kept. */
  lostSamples = 0;
  private readonly amplifier: CheckedAmplifier;
  private readonly target: PassTarget;
  private readonly holdSamples: number;
  private readonly check: RunCheck;
  private readonly ended: Promise<PassEnd>;
  private finish: (end: PassEnd) => void = () => undefined;
  private over = false;
  private playing = false;
  private looking: NodeJS.Timeout | undefined;
  private readonly unsubscribe: (() => void)[];
  private takenSamples = 0;

  /**
   * Plays what was loaded last.
   * @param holdSamples samples of the hold
   * @throws RigError wrong-state where nothing is loaded
   */
  constructor(amplifier: CheckedAmplifier, holdSamples: number, target: PassTarget) {
    const { items, settings, samples } = amplifier.loaded();
    const { sampleRateHz, mode } = settings;
    this.amplifier = amplifier;
    this.holdSamples = holdSamples;
    this.totalSamples = samples - holdSamples;
    this.target = target;
    this.check = new RunCheck({ items, mode, sampleRateHz, simulated: amplifier.identity.simulated, nowMs: () => performance.now() });
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    const { events } = amplifier;
    this.unsubscribe = [
      events.on('samples', (block) => this.takeSamples(block)),
      events.on('gap', (gap) => this.lose(this.playing ? this.check.lose(gap) : null)),
      events.on('event', (event) => this.takeEvent(event)),
      events.on('rest', (rest) => this.takeRest(rest)),
      events.on('status', ({ state }) => {
        // During a run the amplifier reports its end.
        if (state === 'safe' && !this.playing) this.devicePanic();
      }),
      events.on('end', (reported) => {
        if (!this.playing) return;
        const { gap, end } = this.check.judge(reported);
        this.lose(gap);
        this.end(end.kind === 'complete' ? this.wholeOrNot() : end);
      }),
      events.on('fault', (error) => this.endShort({ kind: 'lost', error })),
    ];
  }

  /** Arms and starts; resolves once the amplifier acknowledged the start. Where that fails the whole length is a gap. */
  async begin(onArmed: () => void): Promise<void> {
    try {
      await this.amplifier.arm();
      onArmed();
      this.check.starting();
      this.playing = true;
      await this.amplifier.start();
      this.check.started();
      if (!this.over) this.looking = setInterval(() => this.look(), LOOK_MS);
    } catch (error) {
      if (!(error instanceof RigError && error.code === 'aborted')) this.lose(this.check.rest());
      this.end({ kind: 'aborted' });
      throw error;
    }
  }

  /** Ends after the running item. @throws RigError where the amplifier does not accept it */
  stop(): Promise<void> {
    this.check.askedToStop();
    return this.amplifier.stop();
  }

  wait(): Promise<PassEnd> {
    return this.ended;
  }

  /** The operator aborted: nothing after this is recorded. */
  abort(): void {
    this.end({ kind: 'aborted' });
  }

  /** The run cannot continue. */
  cutShort(reason: string): void {
    this.endShort({ kind: 'cut-short', reason });
  }

  /** Samples that were taken could not be stored after all. */
  failTarget(error: RigError): void {
    this.end({ kind: 'target-failed', error });
  }

  private end(end: PassEnd): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.looking);
    for (const off of this.unsubscribe) off();
    this.finish(end);
  }

  /** Nothing more will come: what is missing is a gap. */
  private endShort(end: PassEnd): void {
    this.lose(this.check.rest());
    this.end(end);
  }

  private look(): void {
    const reason = this.check.stalled();
    if (reason !== null) this.cutShort(reason);
  }

  /** A run that reached its end but lost most of its samples on the line is not a recording. */
  private wholeOrNot(): PassEnd {
    if (this.takenSamples >= LEAST_SHARE * this.totalSamples) return { kind: 'complete' };
    const lost = this.totalSamples - this.takenSamples;
    return {
      kind: 'cut-short',
      reason: `Of ${this.totalSamples} samples ${lost} are missing. Check the cable and the device, then connect again.`,
    };
  }

  private devicePanic(): void {
    this.cutShort('The device went to its safe level by itself. Check the line and the load of this computer, then connect again.');
  }

  private takeRest(rest: PlayedRest): void {
    if (!this.playing || this.over) return;
    const played = this.check.lengthen(rest);
    if ('wrong' in played) this.cutShort(played.wrong);
    else if (this.target.rested === undefined) this.cutShort('The device rested within a stimulus that has no rests. Use another device.');
    else {
      this.totalSamples = this.check.totalSamples - this.holdSamples;
      this.guard(() => this.target.rested?.(played.items));
    }
  }

  private takeEvent({ index, code, name, argument }: AmplifierEvent): void {
    if (this.playing) this.check.eventAt(index);
    this.guard(() => this.target.event?.({ sample: index - this.holdSamples, code, name, argument }));
  }

  private takeSamples(block: SampleBlock): void {
    if (!this.playing || this.over) return;
    const { gap, wrong } = this.check.take(block);
    this.lose(gap);
    if (wrong !== null) {
      this.cutShort(wrong);
      return;
    }
    this.guard(() => this.takeBlock(block.firstIndex - this.holdSamples, block.voltageMv, block.currentPa));
    // Kept, since it was played; but nothing after it.
    const apart = this.check.look(block);
    if (apart !== null) this.cutShort(apart);
  }

  private lose(gap: SampleGap | null): void {
    if (gap === null || this.over) return;
    this.lostSamples += Math.max(0, Math.min(gap.count, gap.firstIndex + gap.count - this.holdSamples));
    this.guard(() => this.takeGap(gap.firstIndex - this.holdSamples, gap.count));
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
