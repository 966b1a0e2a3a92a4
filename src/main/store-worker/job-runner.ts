import { shortMessage } from '../../core/text/short-message.ts';
import { errorText, RequestServer } from '../../node/work/index.ts';
import type { FromStore, StoreJobKind, StoreRequest, StoreResult, ToStore } from '../../shared/store/messages.ts';
import { StorageError, type AsyncSteps, type Steps } from '../store/index.ts';
import { inSlices } from './in-slices.ts';
import { inTurns } from './in-turns.ts';

/** One job of each kind: at once, or in steps between which others get their turn, some of which wait. */
export type StoreJobTable = {
  readonly [K in StoreJobKind]: (request: StoreRequest<K>) => StoreResult<K> | Steps<StoreResult<K>> | AsyncSteps<StoreResult<K>>;
};

/** Runs what the store process is asked: short jobs in the order they come, long ones in slices, each until it ends or is cancelled. */
export class JobRunner {
  readonly #jobs: StoreJobTable;
  readonly #post: (message: FromStore) => void;
  readonly #server: RequestServer;

  constructor(jobs: StoreJobTable, post: (message: FromStore) => void) {
    this.#jobs = jobs;
    this.#post = post;
    this.#server = new RequestServer((id, outcome) => {
      if (outcome.ok) post({ type: 'result', id, result: outcome.result });
      else {
        const { error } = outcome;
        post({ type: 'error', id, code: error instanceof StorageError ? error.code : 'refused', message: shortMessage(errorText(error)) });
      }
    });
  }

  receive(message: Exclude<ToStore, { type: 'init' }>): void {
    const { id } = message;
    if (message.type === 'cancel') {
      this.#server.cancel(id, new Error('The job was cancelled.'));
      return;
    }
    // Both ends are typed by the same table; the wire between them is not.
    const job = this.#jobs[message.kind] as (request: unknown) => unknown;
    void this.#server.serve(id, (signal) => {
      const answer = job(message.request);
      const onProgress = (fraction: number): void => this.#post({ type: 'progress', id, fraction });
      if (isAsyncSteps(answer)) return inTurns(answer, signal, onProgress);
      return isSteps(answer) ? inSlices(answer, signal, onProgress) : answer;
    });
  }
}

function isAsyncSteps(answer: unknown): answer is AsyncSteps<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

function isSteps(answer: unknown): answer is Steps<unknown> {
  return typeof answer === 'object' && answer !== null && 'next' in answer && 'return' in answer;
}
