import { decodeFlex, encodeFlex, FLEX_BYTES, flexStatus, type FlexStatus } from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import { ofLength, type RequestLine } from '../transport/request-line.ts';

/** Wait for an answer to a single byte: a transfer takes 6 ms on its line. */
const ALIGN_MS = 25;

/** The line of a flex dynamic clamp: a transfer there, a status back. */
export class FlexLine {
  private readonly line: RequestLine;

  constructor(line: RequestLine) {
    this.line = line;
  }

  /** @throws RigError no-answer, port-lost, bad-device where the answer is no status */
  async exchange(numbers: readonly number[]): Promise<FlexStatus> {
    const answer = decodeFlex(await this.line.ask(encodeFlex(numbers), ofLength(FLEX_BYTES)));
    try {
      return flexStatus(answer);
    } catch (error) {
      throw new RigError(
        'bad-device',
        'Expected the status of a dynamic clamp, got numbers that are none. Choose another port or device.',
        {
          cause: error,
        },
      );
    }
  }

  /** A lost or stray byte shifts all transfers after it: single bytes until one is answered, then the next begins at its first byte. */
  async align(): Promise<void> {
    for (let sent = 0; sent < FLEX_BYTES; sent++) if (await this.answersByte()) return;
  }

  close(): Promise<void> {
    return this.line.close();
  }

  private async answersByte(): Promise<boolean> {
    try {
      await this.line.ask(Uint8Array.of(0), ofLength(FLEX_BYTES), ALIGN_MS);
      return true;
    } catch (error) {
      if (error instanceof RigError && error.code === 'no-answer') return false;
      throw error;
    }
  }
}
