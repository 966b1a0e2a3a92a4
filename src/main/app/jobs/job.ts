import type { JobView } from '../../../shared/contract/schemas.ts';
import { InferenceError } from '../../supervisor/inference-error.ts';

export type JobSpec = Pick<JobView, 'sessionKey' | 'recordingId' | 'cellName' | 'simulated' | 'method' | 'origin'> & {
  /** What of a living cell is fitted; absent: by the method. */
  readonly mode?: JobView['mode'] | undefined;
  /** Clamp recordings that are fitted together with it; absent: none. */
  readonly together?: readonly number[] | undefined;
  /** For a method that makes no twin: the twin it is compared with. */
  readonly comparedTwinId?: number;
};

/** Progress that a job reports. */
export type JobProgress = Pick<JobView, 'stage' | 'fraction' | 'message'>;
export type JobEstimate = NonNullable<JobView['estimate']>;

/** What the list needs of a job's changes: those of its order or end are reported at once. */
export interface JobWatcher {
  readonly changed: (urgency: 'now' | 'soon') => void;
  /** It no longer holds the inference process. */
  readonly released: () => void;
}

const CANCELLED = 'Cancelled. The recording is kept; its twin can be made on the Review desk.';
const ENDED: readonly JobView['state'][] = ['done', 'failed', 'cancelled'];

/** One piece of work on one cell, from its place in the queue to its end. It ends exactly once; later changes are not reported. */
export class Job {
  readonly spec: JobSpec;
  readonly #watcher: JobWatcher;
  readonly #abort = new AbortController();
  readonly #turn: Promise<void>;
  #mayStart: () => void = () => undefined;
  #mayNot: (error: InferenceError) => void = () => undefined;
  #view: JobView;
  #released = false;

  constructor(jobId: number, spec: JobSpec, watcher: JobWatcher) {
    const { comparedTwinId = null, mode = null, together = [], ...shown } = spec;
    this.spec = spec;
    this.#watcher = watcher;
    this.#view = {
      jobId,
      ...shown,
      together: [...together],
      mode,
      state: 'queued',
      stage: 'queued',
      fraction: 0,
      message: '',
      estimate: null,
      twinId: comparedTwinId,
      alarms: [],
      fitFailed: false,
    };
    this.#turn = new Promise((resolve, reject) => {
      this.#mayStart = resolve;
      this.#mayNot = reject;
    });
    // A job that is cancelled before its turn is waited for is no error of the program.
    this.#turn.catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get hasEnded(): boolean {
    return ENDED.includes(this.#view.state);
  }

  /** Whether it still uses, or may yet use, the inference process; a cancelled job does until it releases it. */
  get isHeld(): boolean {
    return !this.#released;
  }

  view(): JobView {
    return this.#view;
  }

  /** Lets it begin; further calls have no effect. */
  start(): void {
    if (this.#view.state !== 'queued') return;
    this.#put({ state: 'running', stage: 'features' }, 'now');
    this.#mayStart();
  }

  /** Resolves when it may begin. @throws InferenceError 'cancelled' when it was cancelled first */
  turn(): Promise<void> {
    return this.#turn;
  }

  /** Waits for its turn, works, and releases the process however the work ends. The work calls done() itself. */
  async carryOut<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.turn();
      return await work();
    } catch (error) {
      this.fail(error);
      throw error;
    } finally {
      this.release();
    }
  }

  progress(progress: JobProgress): void {
    this.#put(progress, progress.stage === this.#view.stage ? 'soon' : 'now');
  }

  estimate(estimate: JobEstimate): void {
    this.#put({ estimate }, 'soon');
  }

  /** Continues with another method. */
  goOnWith(method: JobView['method'], message: string): void {
    this.#put({ method, mode: null, message, estimate: null, fraction: 0 }, 'now');
  }

  /** What of the cell is fitted, once it is known; what is known of the cell so far stays. */
  fits(mode: JobView['mode']): void {
    this.#put({ mode }, 'now');
  }

  done(result: Partial<Pick<JobView, 'twinId' | 'alarms' | 'estimate' | 'fitFailed'>> & Pick<JobView, 'message'>): void {
    this.#put({ ...result, state: 'done', stage: 'done', fraction: 1 }, 'now');
  }

  fail(error: unknown): void {
    const cancelled = error instanceof InferenceError && error.reason === 'cancelled';
    const message = error instanceof Error ? error.message : String(error);
    const end = cancelled ? 'cancelled' : 'failed';
    this.#put({ state: end, stage: end, message: cancelled ? CANCELLED : message }, 'now');
  }

  /** Shows it as ended at once; the work gets the signal and stops as soon as it can. */
  cancel(message = CANCELLED): void {
    if (this.hasEnded) return;
    this.#put({ state: 'cancelled', stage: 'cancelled', message }, 'now');
    this.#mayNot(new InferenceError('cancelled', 'The job was cancelled.'));
    this.#abort.abort();
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#watcher.released();
  }

  #put(patch: Partial<JobView>, urgency: 'now' | 'soon'): void {
    if (this.hasEnded) return;
    this.#view = { ...this.#view, ...patch };
    this.#watcher.changed(urgency);
  }
}
