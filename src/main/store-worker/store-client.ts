import type { FromStore, StoreJobKind, StoreRequest, StoreResult } from '../../shared/store/messages.ts';
import { StorageError, type StorageErrorCode } from '../store/index.ts';
import { restartDelayMs } from '../supervisor/back-off.ts';
import type { StartStoreChild, StoreChild } from './store-child.ts';

export interface StoreRequestOptions {
  /** 0 ... 1 of a long job. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** What the rest of the app asks of the store. */
export interface Store {
  /** @throws StorageError with the reason */
  request<K extends StoreJobKind>(kind: K, request: StoreRequest<K>, options?: StoreRequestOptions): Promise<StoreResult<K>>;
}

interface Pending {
  readonly kind: StoreJobKind;
  readonly request: unknown;
  readonly onProgress: (fraction: number) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StorageError) => void;
  attempts: number;
}

/** Jobs that write end with their process; the others are asked again in the next. */
const WRITING: ReadonlySet<StoreJobKind> = new Set<StoreJobKind>(['addTwin', 'importFolder', 'importCsv', 'exportRecording', 'exportTwin']);
const ATTEMPTS = 2;
/** A process with work that gives no sign of life for this long is hung, ms: what one file may take (2 s), and room for a busy machine. */
const SILENCE_MS = 5_000;
const START_LIMIT_MS = 30_000;

type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running'; readonly child: StoreChild; readonly ready: boolean }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'closed' };

/** Keeps one store process alive and its requests accounted for: each ends in exactly one result or StorageError, whatever happens to the process. */
export class StoreClient implements Store {
  readonly #startChild: StartStoreChild;
  readonly #onChanged: (sessionKey: string) => void;
  readonly #silenceMs: number;
  readonly #pending = new Map<number, Pending>();
  #state: State = { kind: 'stopped' };
  #failures = 0;
  #nextId = 1;
  #silence: NodeJS.Timeout | null = null;

  /** @param onChanged told when a session has come into the folder, or has gone */
  constructor(startChild: StartStoreChild, onChanged: (sessionKey: string) => void = () => undefined, silenceMs = SILENCE_MS) {
    this.#startChild = startChild;
    this.#onChanged = onChanged;
    this.#silenceMs = silenceMs;
  }

  start(): void {
    if (this.#state.kind === 'stopped') this.#launch();
  }

  request<K extends StoreJobKind>(kind: K, request: StoreRequest<K>, { onProgress = () => undefined, signal }: StoreRequestOptions = {}): Promise<StoreResult<K>> {
    if (this.#state.kind === 'closed') return Promise.reject(closing());
    if (signal?.aborted === true) return Promise.reject(new StorageError('cancelled', 'The job was cancelled.'));
    const id = this.#nextId++;
    const promise = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { kind, request, onProgress, resolve, reject, attempts: 0 });
    });
    signal?.addEventListener('abort', () => this.#cancel(id), { once: true });
    this.start();
    this.#dispatch(id);
    return promise as Promise<StoreResult<K>>;
  }

  /** Ends the process and rejects whatever is pending. */
  close(): void {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    this.#hush();
    if (state.kind === 'running') state.child.kill();
    if (state.kind === 'waiting') clearTimeout(state.timer);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(closing());
  }

  #launch(): void {
    const child = this.#startChild();
    this.#state = { kind: 'running', child, ready: false };
    this.#listen(START_LIMIT_MS);
    child.onMessage((message) => {
      if (this.#isCurrent(child)) this.#receive(child, message);
    });
    child.onExit((code) => {
      if (this.#isCurrent(child)) this.#ended(`it ended with code ${code ?? 'unknown'}`);
    });
  }

  #isCurrent(child: StoreChild): boolean {
    return this.#state.kind === 'running' && this.#state.child === child;
  }

  #receive(child: StoreChild, message: FromStore): void {
    this.#listen();
    switch (message.type) {
      case 'ready':
        this.#state = { kind: 'running', child, ready: true };
        for (const id of this.#pending.keys()) this.#dispatch(id);
        break;
      case 'unusable':
        this.#ended(message.message);
        break;
      case 'changed':
        this.#onChanged(message.sessionKey);
        break;
      case 'progress':
        this.#pending.get(message.id)?.onProgress(message.fraction);
        break;
      case 'result':
        this.#failures = 0;
        this.#take(message.id)?.resolve(message.result);
        break;
      case 'error':
        this.#failures = 0;
        this.#take(message.id)?.reject(new StorageError(message.code as StorageErrorCode, message.message));
        break;
      case 'alive':
        break;
    }
    if (this.#pending.size === 0) this.#hush();
  }

  #dispatch(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined || this.#state.kind !== 'running' || !this.#state.ready) return;
    pending.attempts++;
    if (this.#silence === null) this.#listen();
    this.#state.child.post({ type: 'request', id, kind: pending.kind, request: pending.request });
  }

  #cancel(id: number): void {
    if (!this.#pending.has(id)) return;
    if (this.#state.kind === 'running' && this.#state.ready) this.#state.child.post({ type: 'cancel', id });
    else this.#take(id)?.reject(new StorageError('cancelled', 'The job was cancelled.'));
  }

  #ended(why: string): void {
    this.#hush();
    if (this.#state.kind === 'running') this.#state.child.kill();
    this.#failures++;
    const delay = restartDelayMs(this.#failures);
    this.#state = delay === null ? { kind: 'stopped' } : { kind: 'waiting', timer: setTimeout(() => this.#launch(), delay) };
    for (const [id, { kind, attempts }] of [...this.#pending]) {
      if (delay === null || (attempts > 0 && WRITING.has(kind)) || attempts >= ATTEMPTS) {
        this.#take(id)?.reject(new StorageError('io', `The store process ended during this job (${why}). Recordings are not concerned; look whether the file can be read and try again.`));
      }
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #listen(limitMs = this.#silenceMs): void {
    this.#hush();
    this.#silence = setTimeout(() => this.#ended(`it gave no sign of life for ${limitMs / 1000} s`), limitMs);
  }

  #hush(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
  }
}

function closing(): StorageError {
  return new StorageError('cancelled', 'TwinClamp is closing; the job was not finished. Start it again.');
}
