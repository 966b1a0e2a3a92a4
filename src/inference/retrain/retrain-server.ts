import type { FromTraining, ToTraining } from '../../shared/training/messages.ts';
import { retrain } from './retrain.ts';

/** Carries out the one request of a training process and ends it with exactly one result. */
export class RetrainServer {
  readonly #post: (message: FromTraining) => void;
  readonly #abort = new AbortController();

  constructor(post: (message: FromTraining) => void) {
    this.#post = post;
  }

  receive(message: ToTraining): void {
    if (message.type === 'stop') this.#abort.abort(new Error('The operator stopped the training.'));
    else void this.#run(message);
  }

  async #run({ request }: Extract<ToTraining, { type: 'retrain' }>): Promise<void> {
    const { signal } = this.#abort;
    try {
      const card = await retrain(request, { signal, onProgress: (progress) => this.#post({ type: 'progress', progress }) });
      this.#post({ type: 'finished', card });
    } catch (error) {
      if (signal.aborted) this.#post({ type: 'stopped' });
      else this.#post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }
}
