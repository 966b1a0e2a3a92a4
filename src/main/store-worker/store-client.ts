import { OpenRequests, Supervised } from '../../node/work/index.ts';
import type { FromStore, StoreJobKind, StoreRequest, StoreResult, ToStore } from '../../shared/store/messages.ts';
import { StorageError, type StorageErrorCode } from '../store/index.ts';
import type { StartStoreChild } from './store-child.ts';

export interface StoreRequestOptions {
  /** 0 ... 1 of a long job. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Requests of the rest of the app to the store. */
export interface Store {
  /** @throws StorageError with the reason */
  request<K extends StoreJobKind>(kind: K, request: StoreRequest<K>, options?: StoreRequestOptions): Promise<StoreResult<K>>;
}

interface Asked {
  readonly kind: StoreJobKind;
  readonly request: unknown;
  readonly onProgress: (fraction: number) => void;
  /** Number of processes that got the request. */
  attempts: number;
}

/** Jobs that write end with their process; the others are asked again in the next. */
const WRITING: ReadonlySet<StoreJobKind> = new Set<StoreJobKind>([
  'addTwin',
  'correct',
  'importFolder',
  'importCsv',
  'importFiles',
  'copyIn',
  'secondCopy',
  'migrate',
  'repair',
  'exportRecording',
  'exportTwin',
  'exportMany',
]);
const ATTEMPTS = 2;
/**
 * A process with work that gives no sign of life for this long is hung, ms: what one file may take (2 s), and a margin for a busy machine.
 */
const SILENCE_MS = 5_000;
const START_LIMIT_MS = 30_000;

/**
 * Keeps one store process alive and its requests accounted for: each ends in exactly one result or StorageError, whatever happens to
 * the process.
 */
export class StoreClient implements Store {
  readonly #process: Supervised<ToStore, FromStore>;
  readonly #requests = new OpenRequests<Asked>();
  readonly #onChanged: (sessionKey: string) => void;
  readonly #silenceMs: number;
  #closed = false;
  #silence: NodeJS.Timeout | null = null;

  /** @param onChanged called when a session was added to the folder, or removed */
  constructor(startChild: StartStoreChild, onChanged: (sessionKey: string) => void = () => undefined, silenceMs = SILENCE_MS) {
    this.#process = new Supervised({
      start: startChild,
      startLimitMs: START_LIMIT_MS,
      onMessage: (message) => this.#receive(message),
      onEnded: (why, restartMs) => this.#ended(why, restartMs),
    });
    this.#onChanged = onChanged;
    this.#silenceMs = silenceMs;
  }

  start(): void {
    if (!this.#closed) this.#process.start();
  }

  request<K extends StoreJobKind>(
    kind: K,
    request: StoreRequest<K>,
    { onProgress = () => undefined, signal }: StoreRequestOptions = {},
  ): Promise<StoreResult<K>> {
    if (this.#closed) return Promise.reject(closing());
    if (signal?.aborted === true) return Promise.reject(new StorageError('cancelled', 'The job was cancelled.'));
    const { id, answered } = this.#requests.add(
      { kind, request, onProgress, attempts: 0 },
      { signal, onAbort: (asked) => this.#cancel(asked) },
    );
    this.start();
    this.#dispatch(id);
    // Both ends are typed by the same table; the wire between them is not.
    return answered as Promise<StoreResult<K>>;
  }

  /** Ends the process and rejects whatever is pending. */
  close(): void {
    this.#closed = true;
    this.#hush();
    this.#process.stop();
    this.#requests.rejectAll(closing());
  }

  #receive(message: FromStore): void {
    if (this.#process.state === 'ready') this.#listen();
    switch (message.type) {
      case 'ready':
        this.#process.ready();
        for (const [id] of this.#requests.entries()) this.#dispatch(id);
        break;
      case 'unusable':
        this.#process.end(message.message);
        break;
      case 'changed':
        this.#onChanged(message.sessionKey);
        break;
      case 'progress':
        this.#requests.get(message.id)?.onProgress(message.fraction);
        break;
      case 'result':
        this.#process.forgive();
        this.#requests.resolve(message.id, message.result);
        break;
      case 'error':
        this.#process.forgive();
        this.#requests.reject(message.id, new StorageError(message.code as StorageErrorCode, message.message));
        break;
      case 'alive':
        break;
    }
    if (this.#requests.size === 0) this.#hush();
  }

  #dispatch(id: number): void {
    const asked = this.#requests.get(id);
    if (asked === undefined) return;
    const { kind, request } = asked;
    if (!this.#process.post({ type: 'request', id, kind, request })) return;
    asked.attempts++;
    if (this.#silence === null) this.#listen();
  }

  #cancel(id: number): void {
    if (!this.#process.post({ type: 'cancel', id })) this.#requests.reject(id, new StorageError('cancelled', 'The job was cancelled.'));
  }

  #ended(why: string, restartMs: number | null): void {
    this.#hush();
    for (const [id, { kind, attempts }] of this.#requests.entries()) {
      if (restartMs === null || (attempts > 0 && WRITING.has(kind)) || attempts >= ATTEMPTS) {
        const advice = 'Recordings are not affected; check whether the file can be read and try again.';
        this.#requests.reject(id, new StorageError('io', `The store process ended during this job (${why}). ${advice}`));
      }
    }
  }

  #listen(): void {
    this.#hush();
    this.#silence = setTimeout(() => this.#process.end(`it gave no sign of life for ${this.#silenceMs / 1000} s`), this.#silenceMs);
  }

  #hush(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
  }
}

function closing(): StorageError {
  return new StorageError('cancelled', 'TwinClamp is closing; the job was not finished. Start it again.');
}
