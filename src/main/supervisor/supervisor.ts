import type { BackendStatus, FromInference, JobKind, JobPartial, JobProgress, JobRequest, JobResult } from '../../shared/inference/messages.ts';
import type { InferenceStatus } from '../../shared/contract/schemas.ts';
import { restartDelayMs } from './back-off.ts';
import type { InferenceChild, StartInferenceChild } from './inference-child.ts';
import { InferenceError } from './inference-error.ts';

/** Longest a job may take before its process is taken for hung and killed, ms. */
const JOB_LIMIT_MS: Readonly<Record<JobKind, number>> = {
  infer: 15 * 60_000,
  compare: 15 * 60_000,
  beat: 2 * 60_000,
  current: 2 * 60_000,
  drug: 5 * 60_000,
  score: 2 * 60_000,
  status: 10_000,
};
const START_LIMIT_MS = 90_000;
/** A job that does not give up within this time after a cancel is ended with its process. */
const CANCEL_LIMIT_MS = 5_000;
/**
 * Jobs that come with every change an operator makes and give way to the next: they do not make the process "busy", and a cancelled
 * one is let go at once. Waiting for its end, while the process carries out something longer, would take the process for hung.
 */
const LIGHT_JOBS: ReadonlySet<JobKind> = new Set<JobKind>(['score']);
/** A request whose process died is tried once more; a second death is probably its own fault. */
const ATTEMPTS = 2;

interface Pending {
  readonly kind: JobKind;
  readonly request: unknown;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onPartial: (result: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: InferenceError) => void;
  attempts: number;
  cancelled: boolean;
  limit: NodeJS.Timeout | null;
}

type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly child: InferenceChild; readonly ready: boolean }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'failed'; readonly message: string };

export interface RequestOptions<K extends JobKind> {
  readonly onProgress?: (progress: JobProgress) => void;
  /** Told what is known so far, of a job that tells any. */
  readonly onPartial?: (partial: JobPartial<K>) => void;
  readonly signal?: AbortSignal;
}

/**
 * Keeps one inference process alive and its requests accounted for: every request ends in exactly one result or
 * InferenceError, whatever happens to the process. Nothing here touches the rig: a recording goes on meanwhile.
 */
export class InferenceSupervisor {
  readonly #startChild: StartInferenceChild;
  readonly #onStatus: (status: InferenceStatus) => void;
  readonly #pending = new Map<number, Pending>();
  #state: State = { kind: 'stopped' };
  #backend: BackendStatus = { backend: null, backendNote: null };
  #startLimit: NodeJS.Timeout | null = null;
  #failures = 0;
  #nextId = 1;
  #generation = 0;

  constructor(startChild: StartInferenceChild, onStatus: (status: InferenceStatus) => void) {
    this.#startChild = startChild;
    this.#onStatus = onStatus;
  }

  status(): InferenceStatus {
    return { state: this.#shownState(), ...this.#backend };
  }

  start(): void {
    if (this.#state.kind !== 'stopped' && this.#state.kind !== 'failed') return;
    this.#failures = 0;
    this.#launch();
  }

  /** @throws InferenceError with the reason. */
  request<K extends JobKind>(kind: K, request: JobRequest<K>, options: RequestOptions<K> = {}): Promise<JobResult<K>> {
    if (options.signal?.aborted === true) return Promise.reject(cancelled());
    const id = this.#nextId++;
    const promise = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, {
        kind,
        request,
        onProgress: options.onProgress ?? (() => undefined),
        // Both ends are typed by the same table; the wire between them is not.
        onPartial: (options.onPartial ?? (() => undefined)) as (result: unknown) => void,
        resolve,
        reject,
        attempts: 0,
        cancelled: false,
        limit: null,
      });
    });
    options.signal?.addEventListener('abort', () => this.#cancel(id), { once: true });
    this.start();
    this.#dispatch(id);
    this.#report();
    return promise as Promise<JobResult<K>>;
  }

  /** Ends the process and rejects whatever is pending. */
  stop(): void {
    this.#generation++;
    const state = this.#state;
    this.#state = { kind: 'stopped' };
    this.#clearStartLimit();
    if (state.kind === 'running') state.child.kill();
    if (state.kind === 'waiting') clearTimeout(state.timer);
    this.#rejectAll(new InferenceError('unavailable', 'TwinClamp is closing; the job was not finished. Start it again.'));
  }

  #launch(): void {
    const generation = ++this.#generation;
    this.#state = { kind: 'starting' };
    this.#report();
    this.#startLimit = setTimeout(() => this.#ended(generation, `it was not ready within ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS);
    this.#startChild().then(
      (child) => this.#attach(generation, child),
      (error: unknown) => this.#ended(generation, error instanceof Error ? error.message : String(error)),
    );
  }

  #attach(generation: number, child: InferenceChild): void {
    if (generation !== this.#generation) {
      child.kill();
      return;
    }
    this.#state = { kind: 'running', child, ready: false };
    child.onMessage((message) => {
      if (generation === this.#generation) this.#receive(generation, child, message);
    });
    child.onExit((code) => this.#ended(generation, `it ended with code ${code ?? 'unknown'}`));
  }

  #receive(generation: number, child: InferenceChild, message: FromInference): void {
    if (message.type === 'ready') {
      this.#clearStartLimit();
      this.#state = { kind: 'running', child, ready: true };
      this.#backend = message.status;
      for (const id of this.#pending.keys()) this.#dispatch(id);
      this.#report();
      return;
    }
    if (message.type === 'unusable') {
      this.#ended(generation, message.message);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.type === 'progress') {
      pending.onProgress({ stage: message.stage, fraction: message.fraction, message: message.message });
      return;
    }
    if (message.type === 'partial') {
      if (!pending.cancelled) pending.onPartial(message.result);
      return;
    }
    this.#failures = 0;
    this.#settle(message.id);
    if (message.type === 'result') pending.resolve(message.result);
    else pending.reject(new InferenceError(message.cancelled ? 'cancelled' : 'failed', message.message));
  }

  #dispatch(id: number): void {
    const pending = this.#pending.get(id);
    const state = this.#state;
    if (pending === undefined || state.kind !== 'running' || !state.ready) return;
    pending.attempts++;
    pending.limit = setTimeout(() => this.#timedOut(id), JOB_LIMIT_MS[pending.kind]);
    state.child.post({ type: 'request', id, kind: pending.kind, request: pending.request });
  }

  #cancel(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined || pending.cancelled) return;
    pending.cancelled = true;
    const running = this.#state.kind === 'running' && this.#state.ready ? this.#state.child : null;
    if (running === null || LIGHT_JOBS.has(pending.kind)) {
      running?.post({ type: 'cancel', id });
      this.#settle(id);
      pending.reject(cancelled());
      return;
    }
    running.post({ type: 'cancel', id });
    if (pending.limit !== null) clearTimeout(pending.limit);
    pending.limit = setTimeout(() => this.#killFor(id, cancelled()), CANCEL_LIMIT_MS);
  }

  #timedOut(id: number): void {
    const kind = this.#pending.get(id)?.kind ?? 'status';
    const text = `The job "${kind}" gave no result within ${JOB_LIMIT_MS[kind] / 1000} s; its process was ended and started anew. Try again.`;
    this.#killFor(id, new InferenceError('timeout', text));
  }

  /** One request gives up its process; the others are tried again in the next one. */
  #killFor(id: number, error: InferenceError): void {
    const pending = this.#pending.get(id);
    this.#settle(id);
    pending?.reject(error);
    if (this.#state.kind === 'running') this.#state.child.kill();
  }

  #ended(generation: number, why: string): void {
    if (generation !== this.#generation || this.#state.kind === 'stopped') return;
    // Messages and the exit of this process mean nothing from here on.
    this.#generation++;
    this.#clearStartLimit();
    if (this.#state.kind === 'running') this.#state.child.kill();
    this.#failures++;
    for (const [id, pending] of this.#pending) {
      if (pending.limit !== null) clearTimeout(pending.limit);
      pending.limit = null;
      if (pending.cancelled || pending.attempts >= ATTEMPTS) {
        this.#settle(id);
        pending.reject(
          pending.cancelled
            ? cancelled()
            : new InferenceError('crashed', `The inference process ended ${ATTEMPTS} times during the job "${pending.kind}" (${why}). The recording is safe; try another method.`),
        );
      }
    }
    const delay = restartDelayMs(this.#failures);
    if (delay === null) {
      const message = `The inference process does not start (${why}). Recording works; start TwinClamp again to infer twins.`;
      this.#state = { kind: 'failed', message };
      this.#backend = { backend: null, backendNote: message };
      this.#rejectAll(new InferenceError('unavailable', message));
    } else {
      this.#state = { kind: 'waiting', timer: setTimeout(() => this.#launch(), delay) };
      this.#backend = { backend: null, backendNote: `The inference process is started anew: ${why}.` };
    }
    this.#report();
  }

  #settle(id: number): void {
    const limit = this.#pending.get(id)?.limit;
    if (limit != null) clearTimeout(limit);
    this.#pending.delete(id);
    this.#report();
  }

  #rejectAll(error: InferenceError): void {
    for (const [id, pending] of [...this.#pending]) {
      this.#settle(id);
      pending.reject(error);
    }
  }

  #clearStartLimit(): void {
    if (this.#startLimit !== null) clearTimeout(this.#startLimit);
    this.#startLimit = null;
  }

  #shownState(): InferenceStatus['state'] {
    switch (this.#state.kind) {
      case 'failed':
        return 'failed';
      case 'waiting':
        return 'restarting';
      case 'running':
        if (!this.#state.ready) return 'starting';
        return [...this.#pending.values()].some(({ kind }) => !LIGHT_JOBS.has(kind)) ? 'busy' : 'ready';
      case 'starting':
      case 'stopped':
        return this.#failures > 0 ? 'restarting' : 'starting';
    }
  }

  #report(): void {
    this.#onStatus(this.status());
  }
}

function cancelled(): InferenceError {
  return new InferenceError('cancelled', 'The job was cancelled.');
}
