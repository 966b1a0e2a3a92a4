import type { FromStore, StoreJobKind, StoreRequest, StoreResult, ToStore } from '../../shared/store/messages.ts';
import { StorageError, type Steps } from '../store/index.ts';

/** One job of each kind: at once, or in steps between which others get their turn. */
export type StoreJobTable = { readonly [K in StoreJobKind]: (request: StoreRequest<K>) => StoreResult<K> | Steps<StoreResult<K>> };

/** The steps of one job run for this long before others get their turn, ms: a list does not wait longer for an export. */
const SLICE_MS = 10;
/** Progress and signs of life are sent this often, ms. */
const REPORT_EVERY_MS = 200;

interface Running {
  readonly steps: Steps<unknown>;
  reportedMs: number;
}

/** Runs the requests of the store process: short jobs in the order they come, long ones in slices, each until it ends or is cancelled. */
export class JobRunner {
  readonly #jobs: StoreJobTable;
  readonly #post: (message: FromStore) => void;
  readonly #running = new Map<number, Running>();

  constructor(jobs: StoreJobTable, post: (message: FromStore) => void) {
    this.#jobs = jobs;
    this.#post = post;
  }

  receive(message: Exclude<ToStore, { type: 'init' }>): void {
    if (message.type === 'cancel') this.#cancel(message.id);
    else this.#start(message.id, message.kind, message.request);
  }

  #start(id: number, kind: StoreJobKind, request: unknown): void {
    // Both ends are typed by the same table; the wire between them is not.
    const job = this.#jobs[kind] as (request: unknown) => unknown;
    this.#answered(id, () => {
      const answer = job(request);
      if (!isSteps(answer)) {
        this.#post({ type: 'result', id, result: answer });
        return;
      }
      this.#running.set(id, { steps: answer, reportedMs: Date.now() });
      setImmediate(() => this.#slice(id));
    });
  }

  #slice(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#answered(id, () => {
      const untilMs = Date.now() + SLICE_MS;
      for (;;) {
        const step = running.steps.next();
        if (step.done === true) {
          this.#running.delete(id);
          this.#post({ type: 'result', id, result: step.value });
          return;
        }
        const now = Date.now();
        if (now - running.reportedMs >= REPORT_EVERY_MS) {
          running.reportedMs = now;
          this.#post({ type: 'progress', id, fraction: step.value });
        }
        if (now >= untilMs) break;
      }
      setImmediate(() => this.#slice(id));
    });
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    this.#answered(id, () => {
      // Runs the clean-up of the steps: a partial file is removed.
      running.steps.return(undefined);
      throw new StorageError('cancelled', 'The job was cancelled; no partial file was left.');
    });
  }

  #answered(id: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#running.delete(id);
      const code = error instanceof StorageError ? error.code : 'refused';
      this.#post({ type: 'error', id, code, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function isSteps(answer: unknown): answer is Steps<unknown> {
  return typeof answer === 'object' && answer !== null && 'next' in answer && 'return' in answer;
}
