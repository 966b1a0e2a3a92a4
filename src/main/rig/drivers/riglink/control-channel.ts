import type { DeviceMessage, HostMessage } from '../../../../shared/riglink/index.ts';
import { ACK_STATUS, encodeFrame, encodeHostMessage } from '../../../../shared/riglink/index.ts';
import { RigError } from '../../rig-error.ts';
import type { Transport } from '../../transport/transport.ts';
import { printable } from '../../amplifier/printable.ts';

type Reply = DeviceMessage;

/** What answers a command besides its acknowledgement. */
export interface Answer {
  /** True for a reply that belongs to this question; others are ignored. */
  readonly takes: (reply: Reply) => boolean;
  /** True once the reply is complete. */
  readonly whole: (replies: readonly Reply[]) => boolean;
}

interface Transaction {
  readonly message: HostMessage;
  readonly answer: Answer;
  readonly resolve: (replies: readonly Reply[]) => void;
  readonly reject: (error: RigError) => void;
  readonly tries: number;
  readonly urgent: boolean;
}

interface Pending extends Transaction {
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly replies: Reply[];
  triesLeft: number;
  acknowledged: boolean;
  /** The wait for a lost reply has begun for this try: further acknowledgements do not restart it. */
  waitsForReply: boolean;
  timer: NodeJS.Timeout;
}

const ANSWER_MS = 200;
const TRIES = 5;
const URGENT_ANSWER_MS = 100;
/** Wait before asking again for a lost reply: a device that never sends it must not be asked as fast as the line allows. */
const LOST_REPLY_MS = 20;
/** Replies kept for one command: 65,535 realised items come in 1,024 pages. */
const MOST_REPLIES = 1100;
/** Names of the commands in messages to the operator. */
const WORDS: { readonly [K in HostMessage['kind']]: string } = {
  hello: 'hello',
  getCalibration: 'the question for its calibration',
  config: 'the settings',
  compensation: 'the compensation',
  ping: 'the ping',
  protocolBegin: 'the protocol',
  protocolItem: 'the protocol',
  protocolCommit: 'the end of the protocol',
  arm: 'to be armed',
  start: 'to start',
  stop: 'to stop',
  panic: 'the abort',
  credit: 'the credit for samples',
  zap: 'the zap',
};
const NO_ANSWER: Answer = { takes: () => false, whole: () => true };

/**
 * Stop-and-wait control: one command at a time, sent again with the same number until it is acknowledged and its reply
 * has come; the device executes a repeated number only once. PANIC does not wait: it drops the waiting commands and is sent at once.
 */
export class ControlChannel {
  private readonly transport: Transport;
  private readonly waiting: Transaction[] = [];
  private pending: Pending | null = null;
  private seq: number;
  private broken: RigError | null = null;
  /** Frames sent again because no answer came. */
  repeats = 0;

  /** @param firstSeq number of the first command: one that an earlier session is unlikely to have used, since its answers may still come */
  constructor(transport: Transport, firstSeq = 0) {
    this.transport = transport;
    this.seq = firstSeq;
  }

  /** @throws RigError no-answer, refused, bad-device (acknowledged and never answered), port-lost, aborted */
  send(message: HostMessage, answer: Answer = NO_ANSWER): Promise<readonly Reply[]> {
    return this.enqueue(message, answer, TRIES, false);
  }

  /** For PANIC: everything else waiting is rejected. */
  sendUrgent(message: HostMessage, tries: number): Promise<readonly Reply[]> {
    this.drop(new RigError('aborted', 'Expected to finish a command, an abort came first. Start again when ready.'));
    return this.enqueue(message, NO_ANSWER, tries, true);
  }

  /** Takes a reply or acknowledgement; false where no waiting command expects it. */
  receive(message: DeviceMessage): boolean {
    const { pending } = this;
    if (pending === null) return false;
    if (message.kind !== 'ack') {
      if (!pending.answer.takes(message) || pending.replies.length >= MOST_REPLIES) return false;
      pending.replies.push(message);
      if (pending.acknowledged && pending.answer.whole(pending.replies)) this.succeed(pending);
      return true;
    }
    if (message.seq !== pending.seq) return false;
    if (message.status !== ACK_STATUS.ok) {
      this.finish();
      const reason = printable(message.message, 160) || `status ${message.status}`;
      pending.reject(new RigError('refused', `The device refused ${WORDS[pending.message.kind]}: ${reason}.`));
    } else if (pending.answer.whole(pending.replies)) {
      this.succeed(pending);
    } else if (!pending.waitsForReply) {
      // The reply was lost on the line: when asked again, the device repeats both.
      pending.acknowledged = true;
      pending.waitsForReply = true;
      this.arm(pending, LOST_REPLY_MS);
    }
    return true;
  }

  /** The line is gone or was given up: every command fails from now on, with the first reason given. */
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
    for (const transaction of dropped) transaction.reject(error);
  }

  private enqueue(message: HostMessage, answer: Answer, tries: number, urgent: boolean): Promise<readonly Reply[]> {
    if (this.broken !== null) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, answer, resolve, reject, tries, urgent });
      this.next();
    });
  }

  private next(): void {
    if (this.pending !== null) return;
    const transaction = this.waiting.shift();
    if (transaction === undefined) return;
    let frame: Uint8Array;
    const seq = this.seq;
    try {
      const { type, payload } = encodeHostMessage(transaction.message);
      frame = encodeFrame({ type, flags: 0, seq, payload });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      transaction.reject(
        new RigError('refused', `The device cannot be sent ${WORDS[transaction.message.kind]}: ${reason}`, { cause: error }),
      );
      this.next();
      return;
    }
    this.seq = (seq + 1) >>> 0;
    const pending: Pending = {
      ...transaction,
      seq,
      frame,
      replies: [],
      triesLeft: transaction.tries - 1,
      acknowledged: false,
      waitsForReply: false,
      timer: setTimeout(() => undefined, 0),
    };
    this.pending = pending;
    this.arm(pending, transaction.urgent ? URGENT_ANSWER_MS : ANSWER_MS);
    this.transport.write(frame);
  }

  private arm(pending: Pending, waitMs: number): void {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.timeout(), waitMs);
  }

  private timeout(): void {
    const { pending } = this;
    if (pending === null) return;
    if (pending.triesLeft > 0) {
      this.repeat(pending);
      return;
    }
    this.finish();
    const command = WORDS[pending.message.kind];
    pending.reject(
      pending.acknowledged
        ? new RigError(
            'bad-device',
            `Expected the device to answer ${command}, it only acknowledged ${pending.tries} tries. Update its firmware.`,
          )
        : new RigError(
            'no-answer',
            `Expected the device at ${printable(this.transport.address, 120)} to acknowledge ${command}, got no answer to ` +
              `${pending.tries} tries. Check that it is a RigLink v1 device and powered.`,
          ),
    );
  }

  private repeat(pending: Pending): void {
    pending.triesLeft--;
    pending.waitsForReply = false;
    this.repeats++;
    this.arm(pending, pending.urgent ? URGENT_ANSWER_MS : ANSWER_MS);
    this.transport.write(pending.frame);
  }

  private succeed(pending: Pending): void {
    this.finish();
    pending.resolve(pending.replies);
  }

  private finish(): void {
    if (this.pending !== null) clearTimeout(this.pending.timer);
    this.pending = null;
    this.next();
  }
}
