import type { Twin } from '../../core/twin/twin.ts';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { InferenceSupervisor, RequestOptions } from '../supervisor/supervisor.ts';
import type { Comparisons } from './comparisons.ts';

/** Start of the refinement's random numbers: the same recording gives the same twin. */
const SEED = 1;

export interface TwinMakerOptions {
  readonly store: Store;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  readonly comparisons: Pick<Comparisons, 'rememberTwinCurrent'>;
  readonly send: EventSender;
}

/** Of a stored recording. */
export interface RecordingKey {
  readonly sessionKey: string;
  readonly recordingId: number;
}

export interface TwinWish extends RecordingKey {
  readonly method: 'network' | 'refined' | 'fit';
}

type Progress = Omit<EventOf<'inference:progress'>, keyof RecordingKey | 'twinId'>;
type Estimate = Omit<EventOf<'inference:estimate'>, keyof RecordingKey>;

/** Turns stored recordings into stored twins, and tells how far it is. */
export class TwinMaker {
  readonly #options: TwinMakerOptions;
  readonly #running = new Set<AbortController>();

  constructor(options: TwinMakerOptions) {
    this.#options = options;
  }

  cancelAll(): void {
    for (const abort of this.#running) abort.abort();
  }

  /** Something that cancelAll() ends, until it is let go. */
  hold(): { readonly abort: AbortController; readonly release: () => void } {
    const abort = new AbortController();
    this.#running.add(abort);
    return { abort, release: () => void this.#running.delete(abort) };
  }

  async make(wish: TwinWish): Promise<{ twinId: number; twin: Twin }> {
    const { store, comparisons, send } = this.#options;
    const { sessionKey, recordingId } = wish;
    const { abort, release } = this.hold();
    try {
      const { twin, twinCurrentPaPf } = await this.#infer(wish, abort.signal, {
        onProgress: (progress) => this.report(wish, progress),
        onPartial: (partial) => this.#estimate(wish, partial),
      });
      const twinId = await store.request('addTwin', { sessionKey, recordingId, twin });
      comparisons.rememberTwinCurrent(sessionKey, twinId, twinCurrentPaPf);
      this.#estimate(wish, { source: 'twin', starts: 0, chi2PerSample: twin.fit.chi2PerSample, beat: twin.beat });
      this.report(wish, { stage: 'done', fraction: 1, message: 'The twin is ready.' }, twinId);
      send('session:changed', { sessionKey });
      return { twinId, twin };
    } catch (error) {
      const cancelled = error instanceof InferenceError && error.reason === 'cancelled';
      const message = error instanceof Error ? error.message : String(error);
      this.report(wish, { stage: cancelled ? 'cancelled' : 'failed', fraction: 1, message });
      throw error;
    } finally {
      release();
    }
  }

  /**
   * Tells the network's answer and stores nothing. The estimate comes before all that makes a twin of it, which nobody waits for.
   * @param onAnswer called once the answer is told
   */
  async askNetwork(key: RecordingKey, signal: AbortSignal, onAnswer: () => void): Promise<void> {
    let answered = false;
    await this.#infer({ ...key, method: 'network' }, signal, {
      onProgress: (progress) => {
        if (!answered) this.report(key, progress);
      },
      onPartial: (partial) => {
        answered = true;
        this.#estimate(key, partial);
        onAnswer();
      },
    });
  }

  report({ sessionKey, recordingId }: RecordingKey, progress: Progress, twinId: number | null = null): void {
    this.#options.send('inference:progress', { sessionKey, recordingId, twinId, ...progress });
  }

  /** Nothing is told once it is cancelled. */
  async #infer({ sessionKey, recordingId, method }: TwinWish, signal: AbortSignal, tell: Required<Pick<RequestOptions<'infer'>, 'onProgress' | 'onPartial'>>) {
    const { store, inference } = this.#options;
    const request = await store.request('recording', { sessionKey, recordingId });
    return inference.request(
      'infer',
      { ...request, method, seed: SEED },
      {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) tell.onProgress(progress);
        },
        onPartial: (partial) => {
          if (!signal.aborted) tell.onPartial(partial);
        },
      },
    );
  }

  /** What is told on the way is a courtesy: that it cannot be told must not cost the twin. */
  #estimate({ sessionKey, recordingId }: RecordingKey, { beat, ...estimate }: Readonly<Estimate>): void {
    try {
      this.#options.send('inference:estimate', { sessionKey, recordingId, ...estimate, beat: beat && { outcome: beat.outcome, features: { ...beat.features } } });
    } catch (error) {
      console.error('inference:estimate:', error);
    }
  }
}
