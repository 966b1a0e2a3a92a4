import { RigError } from '../rig-error.ts';
import type { Transport } from './transport.ts';

/** Takes a whole answer from the beginning of what came: its length, null while more must come. */
export type AnswerLength = (bytes: Uint8Array) => number | null;

/** An answer of so many bytes: binary answers may hold any byte, also that of the end of a line. */
export const ofLength =
  (length: number): AnswerLength =>
  ({ length: came }) =>
    came >= length ? length : null;

const CR = 13;
/** An answer up to and with a carriage return. */
export const upToReturn: AnswerLength = (bytes) => {
  const at = bytes.indexOf(CR);
  return at < 0 ? null : at + 1;
};

const ANSWER_MS = 1000;
/** What answers at all has begun to within this. */
const QUIET_MS = 100;
const MOST_LOOKS = 5;
/** Far more than any answer has: a line that carries it without one belongs to another device. */
const MOST_BYTES = 65_536;

/** Questions and answers, one at a time. What comes unasked is dropped before the next question. */
export class RequestLine {
  private readonly transport: Transport;
  private readonly what: string;
  private came = new Uint8Array(0);
  private wake: () => void = () => undefined;
  private lost: RigError | null = null;
  /** Something was sent that may be answered between questions. */
  private strays = false;

  /** @param what the device in messages: "a Scientifica manipulator" */
  constructor(transport: Transport, what: string) {
    this.transport = transport;
    this.what = what;
    transport.onData((bytes) => {
      // What is beyond the limit is not kept: the line is then known to be flooded.
      const taken = bytes.subarray(0, MOST_BYTES + 1 - this.came.length);
      const all = new Uint8Array(this.came.length + taken.length);
      all.set(this.came);
      all.set(taken, this.came.length);
      this.came = all;
      this.wake();
    });
    transport.onLost((reason) => {
      this.lost = new RigError('port-lost', reason);
      this.wake();
    });
  }

  /** @throws RigError no-answer, port-lost, bad-device where the line is flooded */
  async ask(request: Uint8Array, length: AnswerLength, waitMs = ANSWER_MS): Promise<Uint8Array> {
    if (this.strays) await this.settle();
    this.came = new Uint8Array(0);
    this.transport.write(request);
    return this.listen(length, waitMs);
  }

  /** Bytes that wait for no question; what they are answered is dropped before the next one. */
  send(bytes: Uint8Array): void {
    this.strays = true;
    this.transport.write(bytes);
  }

  /** Until nothing has come for a while. */
  private async settle(): Promise<void> {
    this.strays = false;
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const before = this.came.length;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      if (this.came.length === before) return;
    }
  }

  /** What comes next, unasked. @throws RigError no-answer, port-lost, bad-device where the line is flooded */
  async listen(length: AnswerLength, waitMs = ANSWER_MS): Promise<Uint8Array> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.wake = () => {
          if (this.lost !== null) reject(this.lost);
          const whole = length(this.came);
          if (whole !== null) resolve(this.came.slice(0, whole));
          else if (this.came.length > MOST_BYTES) reject(this.flooded());
        };
        timer = setTimeout(() => {
          const came = `${this.came.length} bytes`;
          reject(
            new RigError('no-answer', `Expected an answer of ${this.what} within ${waitMs / 1000} s, got ${came}. Check port and power.`),
          );
        }, waitMs);
        this.wake();
      });
    } finally {
      clearTimeout(timer);
      this.wake = () => undefined;
    }
  }

  private flooded(): RigError {
    const expected = `Expected an answer of ${this.what}, got over ${MOST_BYTES} bytes that are none.`;
    return new RigError('bad-device', `${expected} Choose another port or device.`);
  }

  close(): Promise<void> {
    return this.transport.close();
  }
}
