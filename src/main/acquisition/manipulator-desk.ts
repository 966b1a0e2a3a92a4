import { errorText } from '../../node/work/index.ts';
import type { ManipulatorNow, ManipulatorWish } from '../../shared/contract/manipulator-schema.ts';
import { openManipulator, RigError, type Manipulator, type ManipulatorKind } from '../rig/index.ts';
import { AcquisitionError } from './acquisition-error.ts';

const ASK_EVERY_MS = 1000;

type Open = (kind: ManipulatorKind, port: string) => Promise<Manipulator>;

/** The micromanipulator beside the rig: where it is, and stop. It has no part in a recording and never moves from here. */
export class ManipulatorDesk {
  readonly #changed: () => void;
  readonly #open: Open;
  #connected: { readonly device: Manipulator; readonly timer: NodeJS.Timeout | null } | null = null;
  #now: ManipulatorNow | null = null;
  /** One question at a time: it has one line. */
  #line: Promise<unknown> = Promise.resolve();
  #polling = false;

  /** @param changed called when what `now` says has changed */
  constructor(changed: () => void, open: Open = openManipulator) {
    this.#changed = changed;
    this.#open = open;
  }

  now(): ManipulatorNow | null {
    return this.#now;
  }

  /** Another one that was connected is let go. @throws RigError */
  async connect({ kind, port }: ManipulatorWish): Promise<void> {
    await this.disconnect();
    await this.#inTurn(async () => {
      const device = await this.#open(kind, port);
      const { name, mayBePolled: isPolled } = device;
      const timer = isPolled ? setInterval(() => void this.#poll(), ASK_EVERY_MS) : null;
      timer?.unref();
      this.#connected = { device, timer };
      this.#now = { kind, port, name, isPolled, position: null, problem: null };
    });
    await this.read();
  }

  async disconnect(): Promise<void> {
    const connected = this.#connected;
    this.#connected = null;
    this.#show(null);
    if (connected === null) return;
    if (connected.timer !== null) clearInterval(connected.timer);
    await this.#inTurn(() => connected.device.close());
  }

  /** Asks where it is; why it does not say is in `now`. */
  async read(): Promise<void> {
    const connected = this.#connected;
    if (connected === null) return;
    const found = await this.#inTurn(() => position(connected.device)).then(
      (at) => ({ position: at, problem: null }),
      (error: unknown) => ({ position: null, problem: errorText(error) }),
    );
    if (this.#connected === connected && this.#now !== null) this.#show({ ...this.#now, ...found });
  }

  /** The stop goes out at once, also while a question waits for its answer; then it is asked for again and its answer awaited. */
  async stop(): Promise<void> {
    const connected = this.#connected;
    if (connected === null) throw new AcquisitionError('rig', 'Expected a manipulator to stop, none is connected. Connect it first.');
    connected.device.halt();
    try {
      await this.#inTurn(() => connected.device.stop());
    } catch (error) {
      throw new AcquisitionError('rig', `The stop was sent and not confirmed. ${errorText(error)} Stop it at its controller.`);
    }
    await this.read();
  }

  async #poll(): Promise<void> {
    // A slow answer must not pile up questions.
    if (this.#polling) return;
    this.#polling = true;
    await this.read();
    this.#polling = false;
  }

  #show(now: ManipulatorNow | null): void {
    const isSame = JSON.stringify(now) === JSON.stringify(this.#now);
    this.#now = now;
    if (!isSame) this.#changed();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }
}

/** Asked once more where its answer was none: it may have been a late one to the stop. @throws RigError */
async function position(device: Manipulator): ReturnType<Manipulator['position']> {
  try {
    return await device.position();
  } catch (error) {
    if (!(error instanceof RigError) || error.code !== 'bad-device') throw error;
    return device.position();
  }
}
