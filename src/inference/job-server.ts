import { errorText, RequestServer } from '../node/work/index.ts';
import type { FromInference, ToInference } from '../shared/inference/messages.ts';
import type { JobContext, Jobs } from './jobs-interface.ts';

/** Carries out requests of the supervisor: progress, exactly one result or error each, cancelling by id. */
export class JobServer {
  readonly #jobs: Jobs;
  readonly #post: (message: FromInference) => void;
  readonly #server: RequestServer;

  constructor(jobs: Jobs, post: (message: FromInference) => void) {
    this.#jobs = jobs;
    this.#post = post;
    this.#server = new RequestServer((id, outcome) =>
      post(
        outcome.ok
          ? { type: 'result', id, result: outcome.result }
          : { type: 'error', id, message: errorText(outcome.error), cancelled: outcome.cancelled },
      ),
    );
  }

  receive(message: Exclude<ToInference, { type: 'init' }>): void {
    const { id } = message;
    if (message.type === 'cancel') {
      this.#server.cancel(id, new Error('The operator cancelled the job.'));
      return;
    }
    const onProgress: JobContext['onProgress'] = (progress) => this.#post({ type: 'progress', id, ...progress });
    const onPartial: JobContext['onPartial'] = (result) => this.#post({ type: 'partial', id, result });
    // Both ends are typed by the same table; the wire between them is not.
    const job = this.#jobs[message.kind] as (request: unknown, context: JobContext) => Promise<unknown>;
    void this.#server.serve(id, (signal) => job.call(this.#jobs, message.request, { signal, onProgress, onPartial }));
  }
}
