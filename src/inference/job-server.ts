import type { FromInference, JobKind, ToInference } from '../shared/inference/messages.ts';
import type { JobContext, Jobs } from './jobs-interface.ts';

/** Carries out requests of the supervisor: progress, exactly one result or error each, cancelling by id. */
export class JobServer {
  readonly #jobs: Jobs;
  readonly #post: (message: FromInference) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(jobs: Jobs, post: (message: FromInference) => void) {
    this.#jobs = jobs;
    this.#post = post;
  }

  receive(message: Exclude<ToInference, { type: 'init' }>): void {
    if (message.type === 'cancel') {
      this.#running.get(message.id)?.abort(new Error('The operator cancelled the job.'));
      return;
    }
    void this.#run(message.id, message.kind, message.request);
  }

  async #run(id: number, kind: JobKind, request: unknown): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    const onProgress: JobContext['onProgress'] = (progress) => this.#post({ type: 'progress', id, ...progress });
    const onPartial: JobContext['onPartial'] = (result) => this.#post({ type: 'partial', id, result });
    try {
      // Both ends are typed by the same table; the messages between them are not.
      const job = this.#jobs[kind] as (request: unknown, context: JobContext) => Promise<unknown>;
      const result = await job.call(this.#jobs, request, { signal: abort.signal, onProgress, onPartial });
      this.#post({ type: 'result', id, result });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#post({ type: 'error', id, message, cancelled: abort.signal.aborted });
    } finally {
      this.#running.delete(id);
    }
  }
}
