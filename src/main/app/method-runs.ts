import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { TwinMaker } from './twin-maker.ts';

/** Start of the genetic algorithm's random numbers: the same recording gives the same answer. */
const SEED = 1;

export interface MethodRunsOptions {
  readonly store: Store;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  /** Cancels what runs here together with inferences. */
  readonly twins: Pick<TwinMaker, 'hold'>;
  readonly send: EventSender;
}

/** Runs the methods that make no twin on the recording of a twin, to hold it against them. Nothing is stored. */
export class MethodRuns {
  readonly #options: MethodRunsOptions;

  constructor(options: MethodRunsOptions) {
    this.#options = options;
  }

  async run({ sessionKey, twinId, method }: ParsedRequest<'twin:compare'>): Promise<ResponseOf<'twin:compare'>> {
    const { store, inference, twins, send } = this.#options;
    const { abort, release } = twins.hold();
    try {
      const { recordingId, twin } = await store.request('twin', { sessionKey, twinId });
      const { recording } = await store.request('recording', { sessionKey, recordingId });
      const answer = await inference.request(
        'compare',
        { recording, method, mode: twin.clamp.mode, seed: SEED },
        {
          signal: abort.signal,
          onProgress: ({ fraction, message }) => {
            if (!abort.signal.aborted) send('method:progress', { sessionKey, twinId, method, fraction, message });
          },
        },
      );
      // The answer is read-only; a message is not. The contract's schema checks it on the way out.
      return structuredClone(answer) as ResponseOf<'twin:compare'>;
    } catch (error) {
      if (error instanceof InferenceError && error.reason === 'cancelled') return { kind: 'cancelled' };
      throw error;
    } finally {
      release();
    }
  }
}
