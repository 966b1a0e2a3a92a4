import type { FromAcquisition, ToAcquisition } from '../../shared/acquisition/messages.ts';
import type { EmulatorOrder } from '../../shared/rig/emulator-order.ts';
import { RigError, type SpawnedEmulator } from '../rig/index.ts';

type Answer = Extract<ToAcquisition, { type: 'emulator' | 'emulator-failed' }>;

/** Simulated rigs, which only the parent process can start. */
export class ParentEmulators {
  readonly #post: (message: FromAcquisition) => void;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (emulator: SpawnedEmulator) => void; readonly reject: (error: RigError) => void }
  >();
  #next = 1;
  #latest: number | null = null;

  constructor(post: (message: FromAcquisition) => void) {
    this.#post = post;
  }

  /** @throws RigError emulator */
  launch(seed: number): Promise<SpawnedEmulator> {
    const launch = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(launch, { resolve, reject });
      this.#post({ type: 'launch-emulator', launch, seed });
    });
  }

  get canOrder(): boolean {
    return this.#latest !== null;
  }

  /** The simulated rig that was started last does this. @throws RigError emulator where none was */
  order(order: EmulatorOrder): void {
    if (this.#latest === null) throw new RigError('emulator', 'Expected the built-in simulated rig, none is connected. Connect it.');
    this.#post({ type: 'order-emulator', launch: this.#latest, order });
  }

  answer(message: Answer): void {
    const waiting = this.#waiting.get(message.launch);
    this.#waiting.delete(message.launch);
    const kill = async (): Promise<void> => {
      if (this.#latest === message.launch) this.#latest = null;
      this.#post({ type: 'kill-emulator', launch: message.launch });
    };
    if (message.type === 'emulator-failed') waiting?.reject(new RigError('emulator', message.message));
    else if (waiting === undefined) void kill();
    else {
      this.#latest = message.launch;
      const order = (asked: EmulatorOrder): void => this.#post({ type: 'order-emulator', launch: message.launch, order: asked });
      waiting.resolve({ address: message.address, serial: message.serial, pid: message.pid, note: null, order, kill });
    }
  }
}
