import { fitFailed } from '../../core/twin/fit-failed.ts';
import type { ResponseOf } from '../../shared/contract/contract.ts';
import type { ParsedRequest } from '../ipc/handlers.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { Jobs } from './jobs/jobs.ts';

/** Seed of the genetic algorithm: the same recording gives the same answer. */
const SEED = 1;

export interface MethodRunsOptions {
  readonly store: Store;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  readonly jobs: Jobs;
}

/**
 * Runs the methods that make no twin on the recording of a twin, for comparison; each run is a job of the list. Nothing is stored.
 */
export class MethodRuns {
  readonly #options: MethodRunsOptions;

  constructor(options: MethodRunsOptions) {
    this.#options = options;
  }

  async run({ sessionKey, twinId, method }: ParsedRequest<'twin:compare'>): Promise<ResponseOf<'twin:compare'>> {
    const { store, inference, jobs } = this.#options;
    const { recordingId, twin } = await store.request('twin', { sessionKey, twinId });
    const { recording, cellName } = await store.request('recording', { sessionKey, recordingId });
    const { mode } = twin.clamp;
    const simulated = recording.simulated === true;
    const job = jobs.add({ sessionKey, recordingId, cellName, simulated, method, origin: 'asked', comparedTwinId: twinId });
    try {
      return await job.carryOut(async () => {
        const answer = await inference.request(
          'compare',
          { recording, method, mode, seed: SEED },
          { signal: job.signal, onProgress: (progress) => job.progress(progress) },
        );
        if (answer.kind === 'not-applicable') {
          job.done({ message: `Does not apply: ${answer.reason}` });
          return { ...answer };
        }
        job.done({ message: answer.note, fitFailed: fitFailed(answer) });
        // The answer is read-only; a message is not. The contract's schema checks it when it is sent.
        return { ...structuredClone(answer), simulated };
      });
    } catch (error) {
      if (error instanceof InferenceError && error.reason === 'cancelled') return { kind: 'cancelled' };
      throw error;
    }
  }
}
