import { OpenRequests, Supervised } from '../../node/work/index.ts';
import type {
  BackendStatus,
  FromInference,
  JobKind,
  JobPartial,
  JobProgress,
  JobRequest,
  JobResult,
  ToInference,
} from '../../shared/inference/messages.ts';
import type { InferenceStatus } from '../../shared/contract/schemas.ts';
import type { StartInferenceChild } from './inference-child.ts';
import { InferenceError } from './inference-error.ts';

/** Longest duration of a job; after it its process counts as hung and is killed, ms. */
const JOB_LIMIT_MS: Readonly<Record<JobKind, number>> = {
  infer: 15 * 60_000,
  compare: 15 * 60_000,
  beat: 2 * 60_000,
  current: 2 * 60_000,
  drug: 5 * 60_000,
  experiment: 60 * 60_000,
  sensitivity: 5 * 60_000,
  measured: 5 * 60_000,
  score: 2 * 60_000,
  status: 10_000,
};
const START_LIMIT_MS = 90_000;
/** A job that does not stop within this time after a cancel is ended with its process. */
const CANCEL_LIMIT_MS = 5_000;
/**
 * Jobs that come with every edit of the operator and are replaced by the next: they do not make the process "busy", and a cancelled
 * one is abandoned at once. Waiting for its end, while the process does something longer, would make the process look hung.
 */
const LIGHT_JOBS: ReadonlySet<JobKind> = new Set<JobKind>(['score']);
/** A request whose process died is tried once more; a second death is probably caused by the request. */
const ATTEMPTS = 2;

interface Asked {
  readonly kind: JobKind;
  readonly request: unknown;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onPartial: (result: unknown) => void;
  /** Processes that got this request. */
  attempts: number;
  cancelled: boolean;
  limit: NodeJS.Timeout | null;
}

export interface RequestOptions<K extends JobKind> {
  readonly onProgress?: (progress: JobProgress) => void;
  /** Called with what is known so far, for a job that reports it. */
  readonly onPartial?: (partial: JobPartial<K>) => void;
  readonly signal?: AbortSignal;
}

/**
 * Keeps one inference process alive and its requests accounted for: every request ends in exactly one result or
 * InferenceError, whatever happens to the process. Nothing here touches the rig: a recording continues meanwhile.
 */
export class InferenceSupervisor {
  readonly #process: Supervised<ToInference, FromInference>;
  readonly #onStatus: (status: InferenceStatus) => void;
  readonly #requests = new OpenRequests<Asked>((asked) => {
    clearLimit(asked);
    this.#report();
  });
  #backend: BackendStatus = { backend: null, backendNote: null };

  constructor(startChild: StartInferenceChild, onStatus: (status: InferenceStatus) => void) {
    this.#process = new Supervised({
      start: startChild,
      startLimitMs: START_LIMIT_MS,
      onMessage: (message) => this.#receive(message),
      onEnded: (why, restartMs) => this.#ended(why, restartMs),
      onState: () => this.#report(),
    });
    this.#onStatus = onStatus;
  }

  status(): InferenceStatus {
    return { state: this.#shownState(), ...this.#backend };
  }

  start(): void {
    if (this.#process.state !== 'stopped' && this.#process.state !== 'failed') return;
    this.#process.forgive();
    this.#process.start();
  }

  /** @throws InferenceError with the reason. */
  request<K extends JobKind>(kind: K, request: JobRequest<K>, options: RequestOptions<K> = {}): Promise<JobResult<K>> {
    const { signal } = options;
    if (signal?.aborted === true) return Promise.reject(cancelled());
    const asked: Asked = {
      kind,
      request,
      onProgress: options.onProgress ?? (() => undefined),
      // Both ends are typed by the same table; the wire between them is not.
      onPartial: (options.onPartial ?? (() => undefined)) as (result: unknown) => void,
      attempts: 0,
      cancelled: false,
      limit: null,
    };
    const { id, answered } = this.#requests.add(asked, { signal, onAbort: (aborted) => this.#cancel(aborted) });
    this.start();
    this.#dispatch(id);
    this.#report();
    return answered as Promise<JobResult<K>>;
  }

  /** Ends the process and rejects whatever is pending. */
  stop(): void {
    this.#process.stop();
    this.#requests.rejectAll(new InferenceError('unavailable', 'TwinClamp is closing; the job was not finished. Start it again.'));
  }

  #receive(message: FromInference): void {
    switch (message.type) {
      case 'ready':
        this.#backend = message.status;
        this.#process.ready();
        for (const [id] of this.#requests.entries()) this.#dispatch(id);
        this.#report();
        return;
      case 'unusable':
        this.#process.end(message.message);
        return;
      case 'progress':
        this.#requests.get(message.id)?.onProgress({ stage: message.stage, fraction: message.fraction, message: message.message });
        return;
      case 'partial': {
        const asked = this.#requests.get(message.id);
        if (asked?.cancelled === false) asked.onPartial(message.result);
        return;
      }
      case 'result':
        this.#process.forgive();
        this.#requests.resolve(message.id, message.result);
        return;
      case 'error':
        this.#process.forgive();
        this.#requests.reject(message.id, new InferenceError(message.cancelled ? 'cancelled' : 'failed', message.message));
        return;
    }
  }

  #dispatch(id: number): void {
    const asked = this.#requests.get(id);
    if (asked === undefined) return;
    const { kind, request } = asked;
    if (!this.#process.post({ type: 'request', id, kind, request })) return;
    asked.attempts++;
    asked.limit = setTimeout(() => this.#timedOut(id, kind), JOB_LIMIT_MS[kind]);
  }

  #cancel(id: number): void {
    const asked = this.#requests.get(id);
    if (asked === undefined || asked.cancelled) return;
    asked.cancelled = true;
    const isAtWork = this.#process.post({ type: 'cancel', id });
    if (!isAtWork || LIGHT_JOBS.has(asked.kind)) {
      this.#requests.reject(id, cancelled());
      return;
    }
    clearLimit(asked);
    asked.limit = setTimeout(() => this.#killFor(id, cancelled()), CANCEL_LIMIT_MS);
  }

  #timedOut(id: number, kind: JobKind): void {
    const limitS = JOB_LIMIT_MS[kind] / 1000;
    const text = `The job "${kind}" gave no result within ${limitS} s; its process was ended and started anew. Try again.`;
    this.#killFor(id, new InferenceError('timeout', text));
  }

  /** One request costs its process; the others are tried again in the next one. */
  #killFor(id: number, error: InferenceError): void {
    this.#requests.reject(id, error);
    this.#process.kill();
  }

  #ended(why: string, restartMs: number | null): void {
    for (const [id, asked] of this.#requests.entries()) {
      clearLimit(asked);
      if (asked.cancelled) this.#requests.reject(id, cancelled());
      else if (asked.attempts >= ATTEMPTS) {
        const text =
          `The inference process ended ${ATTEMPTS} times during the job "${asked.kind}" (${why}). The recording is safe; try ` +
          `another method.`;
        this.#requests.reject(id, new InferenceError('crashed', text));
      }
    }
    if (restartMs !== null) {
      this.#backend = { backend: null, backendNote: `The inference process is started anew: ${why}.` };
      return;
    }
    const message = `The inference process does not start (${why}). Recording works; start TwinClamp again to infer twins.`;
    this.#backend = { backend: null, backendNote: message };
    this.#requests.rejectAll(new InferenceError('unavailable', message));
  }

  #shownState(): InferenceStatus['state'] {
    switch (this.#process.state) {
      case 'failed':
        return 'failed';
      case 'waiting':
        return 'restarting';
      case 'ready':
        return this.#requests.entries().some(([, { kind }]) => !LIGHT_JOBS.has(kind)) ? 'busy' : 'ready';
      case 'starting':
        return 'starting';
      case 'launching':
      case 'stopped':
        return this.#process.failures > 0 ? 'restarting' : 'starting';
    }
  }

  #report(): void {
    this.#onStatus(this.status());
  }
}

function clearLimit(asked: Asked): void {
  if (asked.limit !== null) clearTimeout(asked.limit);
  asked.limit = null;
}

function cancelled(): InferenceError {
  return new InferenceError('cancelled', 'The job was cancelled.');
}
