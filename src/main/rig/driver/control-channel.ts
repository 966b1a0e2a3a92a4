import type { DeviceMessage, HostMessage } from '../../../shared/riglink/index.ts';
import { ACK_STATUS, encodeFrame, encodeHostMessage } from '../../../shared/riglink/index.ts';
import { RigError } from '../rig-error.ts';
import type { Transport } from '../transport/transport.ts';

type Reply = DeviceMessage;

interface Transaction {
  readonly message: HostMessage;
  readonly wants: (replies: readonly Reply[]) => boolean;
  readonly resolve: (replies: readonly Reply[]) => void;
  readonly reject: (error: RigError) => void;
  readonly tries: number;
  readonly urgent: boolean;
}

interface Pending extends Transaction {
  readonly seq: number;
  readonly frame: Uint8Array;
  replies: Reply[];
  triesLeft: number;
  timer: NodeJS.Timeout;
}

const ANSWER_MS = 200;
const TRIES = 5;
const URGENT_ANSWER_MS = 100;

/**
 * Stop-and-wait control: one command at a time, sent again with the same number until it is acknowledged and its reply
 * is here; the device does a repeated number only once. PANIC does not wait in line: it drops what waits and goes at once.
 */
export class ControlChannel {
  private readonly transport: Transport;
  private readonly waiting: Transaction[] = [];
  private pending: Pending | null = null;
  private seq = 0;
  private broken: RigError | null = null;
  /** Frames sent again because no answer came. */
  repeats = 0;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  /**
   * @param wants true once all replies that belong to the command are there; none wanted where absent
   * @throws RigError no-answer, refused, port-lost, aborted
   */
  send(message: HostMessage, wants: (replies: readonly Reply[]) => boolean = () => true): Promise<readonly Reply[]> {
    return this.enqueue(message, wants, TRIES, false);
  }

  /** For PANIC: everything else waiting is rejected. */
  sendUrgent(message: HostMessage, tries: number): Promise<readonly Reply[]> {
    const aborted = new RigError('aborted', 'Expected to finish a command, an abort came first. Start again when ready.');
    const dropped = this.waiting.splice(0);
    if (this.pending !== null) {
      clearTimeout(this.pending.timer);
      dropped.unshift(this.pending);
      this.pending = null;
    }
    for (const transaction of dropped) transaction.reject(aborted);
    return this.enqueue(message, () => true, tries, true);
  }

  /** Takes a reply or acknowledgement; false where it belongs to no command. */
  receive(message: DeviceMessage): boolean {
    const { pending } = this;
    if (pending === null) return false;
    if (message.kind !== 'ack') {
      pending.replies.push(message);
      return true;
    }
    if (message.seq !== pending.seq) return false;
    if (message.status !== ACK_STATUS.ok) {
      this.finish();
      const reason = message.message === '' ? `status ${message.status}` : message.message;
      pending.reject(new RigError('refused', `The device refused ${pending.message.kind}: ${reason}.`));
    } else if (pending.wants(pending.replies)) {
      this.finish();
      pending.resolve(pending.replies);
    } else {
      // The reply was lost on the line: asked again, the device repeats both.
      this.repeat();
    }
    return true;
  }

  /** The line is gone: every command fails from now on. */
  break(error: RigError): void {
    this.broken = error;
    const dropped = this.waiting.splice(0);
    if (this.pending !== null) {
      clearTimeout(this.pending.timer);
      dropped.unshift(this.pending);
      this.pending = null;
    }
    for (const transaction of dropped) transaction.reject(error);
  }

  private enqueue(
    message: HostMessage,
    wants: (replies: readonly Reply[]) => boolean,
    tries: number,
    urgent: boolean,
  ): Promise<readonly Reply[]> {
    if (this.broken !== null) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, wants, resolve, reject, tries, urgent });
      this.next();
    });
  }

  private next(): void {
    if (this.pending !== null) return;
    const transaction = this.waiting.shift();
    if (transaction === undefined) return;
    const { type, payload } = encodeHostMessage(transaction.message);
    const seq = this.seq++ >>> 0;
    this.pending = {
      ...transaction,
      seq,
      frame: encodeFrame({ type, flags: 0, seq, payload }),
      replies: [],
      triesLeft: transaction.tries - 1,
      timer: setTimeout(() => this.timeout(), transaction.urgent ? URGENT_ANSWER_MS : ANSWER_MS),
    };
    this.transport.write(this.pending.frame);
  }

  private timeout(): void {
    const { pending } = this;
    if (pending === null) return;
    if (pending.triesLeft > 0) {
      this.repeat();
      return;
    }
    this.finish();
    pending.reject(
      new RigError(
        'no-answer',
        `Expected the device at ${this.transport.address} to acknowledge ${pending.message.kind}, got no answer to ${pending.tries} tries. Check that it is a RigLink v1 device and powered.`,
      ),
    );
  }

  private repeat(): void {
    const { pending } = this;
    if (pending === null) return;
    clearTimeout(pending.timer);
    pending.replies = [];
    pending.triesLeft--;
    this.repeats++;
    pending.timer = setTimeout(() => this.timeout(), pending.urgent ? URGENT_ANSWER_MS : ANSWER_MS);
    this.transport.write(pending.frame);
  }

  private finish(): void {
    if (this.pending !== null) clearTimeout(this.pending.timer);
    this.pending = null;
    this.next();
  }
}
