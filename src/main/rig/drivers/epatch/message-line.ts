import { performance } from 'node:perf_hooks';
import { encodeFrame, FrameReader, FROM_DEVICE, MESSAGE, MOST_WORDS, wantsAck, type EpatchFrame } from '../../../../shared/epatch/index.ts';
import { printable } from '../../amplifier/printable.ts';
import { RigError } from '../../rig-error.ts';
import { FloodGauge } from '../../transport/flood-gauge.ts';
import type { Transport } from '../../transport/transport.ts';

/** A message to the device. */
export interface Message {
  readonly type: number;
  readonly words: readonly number[];
}

export interface SendOptions {
  /** Drops what waits, and is sent more often. */
  readonly urgent?: boolean;
  /** Arriving twice it does something twice: it is sent again late. */
  readonly patient?: boolean;
  /** Arriving twice it does harm: it is sent once, and without an ACK nobody knows whether it was done. */
  readonly once?: true;
  /** A frame that shows as well as an ACK that the message has arrived. */
  readonly shownBy?: (frame: EpatchFrame) => boolean;
}

interface Pending extends Message {
  readonly options: SendOptions;
  readonly resolve: () => void;
  readonly reject: (error: RigError) => void;
  /** Counters of its frames, the first and the repeated ones: an ACK of any of them answers it. */
  readonly heartbeats: number[];
  triesLeft: number;
  timer: NodeJS.Timeout | undefined;
}

const ANSWER_MS = 200;
const TRIES = 6;
/** For what must not arrive twice without need. */
const PATIENT_MS = 1000;
/** To read what came while this computer was busy. */
const GRACE_MS = 20;
const URGENT = { answerMs: 100, tries: 10 } as const;

/** The line to an ePatch: frames, acknowledgements of both directions, one message of the host at a time. */
export class MessageLine {
  readonly transport: Transport;
  readonly reader = new FrameReader(MOST_WORDS.fromDevice);
  private readonly flood = new FloodGauge();
  private readonly waiting: Pending[] = [];
  private pending: Pending | null = null;
  private heartbeat = 0;
  private deviceHeartbeat: number | null = null;
  private broken: RigError | null = null;
  /** Messages sent again. */
  repeats = 0;
  /** Frames of the device that its counter shows to be missing. */
  lostFrames = 0;
  /** Frames that came twice. */
  repeatedFrames = 0;
  /** @param missing frames that are missing before this one */
  onFrame: (frame: EpatchFrame, missing: number) => void = () => undefined;
  onLost: (error: RigError) => void = () => undefined;

  constructor(transport: Transport) {
    this.transport = transport;
    transport.onData((bytes) => this.take(bytes));
    transport.onLost((reason) => this.lose(new RigError('port-lost', reason)));
  }

  /** Resolves once the device has acknowledged it; at once for a message without acknowledgement. @throws RigError no-answer, aborted */
  send({ type, words }: Message, options: SendOptions = {}): Promise<void> {
    if (this.broken !== null) return Promise.reject(this.broken);
    if (!wantsAck(type)) {
      this.write(type, words);
      return Promise.resolve();
    }
    if (options.urgent === true)
      this.drop(new RigError('aborted', 'Expected to finish a command, an abort came first. Start again when ready.'));
    return new Promise((resolve, reject) => {
      const tries = options.once === true ? 1 : options.urgent === true ? URGENT.tries : TRIES;
      this.waiting.push({ type, words, options, resolve, reject, heartbeats: [], triesLeft: tries, timer: undefined });
      this.next();
    });
  }

  /** Every message fails from now on, with the first reason given. */
  break(error: RigError): void {
    this.broken ??= error;
    this.drop(error);
  }

  private drop(error: RigError): void {
    const dropped = this.waiting.splice(0);
    if (this.pending !== null) {
      clearTimeout(this.pending.timer);
      dropped.unshift(this.pending);
      this.pending = null;
    }
    for (const { reject } of dropped) reject(error);
  }

  private next(): void {
    if (this.pending !== null) return;
    this.pending = this.waiting.shift() ?? null;
    if (this.pending !== null) this.attempt(this.pending);
  }

  private attempt(pending: Pending): void {
    pending.triesLeft--;
    pending.heartbeats.push(this.heartbeat);
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.late(pending), answerMs(pending.options));
    this.write(pending.type, pending.words);
  }

  /** Timers come first after this computer was busy: the answer may wait on the line. */
  private late(pending: Pending): void {
    pending.timer = setTimeout(() => this.again(pending), GRACE_MS);
  }

  private again(pending: Pending): void {
    if (this.pending !== pending) return;
    if (pending.triesLeft > 0) {
      this.repeats++;
      this.attempt(pending);
      return;
    }
    const tries = pending.heartbeats.length;
    this.settle(pending, () =>
      pending.reject(
        new RigError(
          'no-answer',
          `Expected the device at ${printable(this.transport.address, 120)} to acknowledge a message, got no answer to ` +
            `${tries === 1 ? 'the one try' : `${tries} tries`}. Check that it is an ePatch and powered.`,
        ),
      ),
    );
  }

  private settle(pending: Pending, act: () => void): void {
    clearTimeout(pending.timer);
    this.pending = null;
    act();
    this.next();
  }

  private write(type: number, words: readonly number[]): void {
    this.transport.write(encodeFrame({ heartbeat: this.heartbeat, type, words }));
    this.heartbeat = (this.heartbeat + 1) & 0xffff;
  }

  private take(bytes: Uint8Array): void {
    if (this.flood.over) return;
    const frames = this.reader.feed(bytes, ({ heartbeat, type }) => {
      if (wantsAck(type)) this.write(MESSAGE.nack, [heartbeat]);
    });
    for (const frame of frames) this.receive(frame);
    const { goodFrames, badFrames } = this.reader;
    if (!this.flood.isOver(bytes.length, goodFrames + badFrames, performance.now())) return;
    this.lose(
      new RigError(
        'bad-device',
        'The device sends far more data than any recording needs; its port was closed. Check the device, then connect again.',
      ),
    );
  }

  private receive(frame: EpatchFrame): void {
    if ((frame.type & FROM_DEVICE) === 0) return;
    if (wantsAck(frame.type)) this.write(MESSAGE.ack, [frame.heartbeat]);
    // Its logic begins to count anew with this answer.
    if (frame.type === (MESSAGE.fpgaReset | FROM_DEVICE)) this.deviceHeartbeat = null;
    const missing = this.missingBefore(frame.heartbeat);
    if (missing < 0) {
      this.repeatedFrames++;
      return;
    }
    this.lostFrames += missing;
    this.answer(frame);
    this.onFrame(frame, missing);
  }

  /** Frames missing before this one; negative for one that came before. */
  private missingBefore(heartbeat: number): number {
    const ahead = this.deviceHeartbeat === null ? 1 : (heartbeat - this.deviceHeartbeat) & 0xffff;
    if (ahead === 0 || ahead > 0x8000) return -1;
    this.deviceHeartbeat = heartbeat;
    return ahead - 1;
  }

  private answer(frame: EpatchFrame): void {
    const { pending } = this;
    if (pending === null) return;
    const type = frame.type & ~FROM_DEVICE;
    const mine = pending.heartbeats.includes(frame.words[0] ?? -1);
    if ((type === MESSAGE.ack && mine) || pending.options.shownBy?.(frame) === true) this.settle(pending, pending.resolve);
    else if (type === MESSAGE.nack && mine) this.again(pending);
  }

  private lose(error: RigError): void {
    this.break(error);
    this.onLost(error);
  }
}

function answerMs({ urgent, patient, once }: SendOptions): number {
  if (urgent === true) return URGENT.answerMs;
  return patient === true || once === true ? PATIENT_MS : ANSWER_MS;
}
