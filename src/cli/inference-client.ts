import { Worker } from 'node:worker_threads';
import type { BackendName } from '../inference/index.ts';
import type { BackendStatus, FromInference, JobKind, JobProgress, JobRequest, JobResult, ToInference } from '../shared/inference/messages.ts';
import type { InferenceStart } from './inference-worker.ts';
import { INFERENCE_WORKER, MODELS_DIR, RESOURCES_DIR, WASM_DIR } from './paths.ts';
import type { Context } from './verb.ts';

export interface InferenceWish {
  readonly prefer?: BackendName | undefined;
  /** Folder with trained networks, one folder each. */
  readonly modelsDir?: string | undefined;
}

/** A job that does not end within this time after it was cancelled is ended with its thread. */
const CANCEL_LIMIT_MS = 5000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: JobProgress) => void) | undefined;
}

/** The inference jobs in a thread of their own, so that Ctrl+C is heard while they compute. */
export class InferenceClient {
  status: BackendStatus = { backend: null, backendNote: null };
  private readonly worker: Worker;
  private readonly signal: AbortSignal;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private readonly started: Promise<BackendStatus>;
  private startEnded: { readonly resolve: (status: BackendStatus) => void; readonly reject: (error: Error) => void } | null = null;

  /** @throws Error when the thread cannot start (no backend, kernel missing) */
  static async start(wish: InferenceWish, { signal }: Pick<Context, 'signal'>): Promise<InferenceClient> {
    const start: InferenceStart = { resourcesDir: RESOURCES_DIR, modelsDir: wish.modelsDir ?? MODELS_DIR, wasmDir: WASM_DIR, prefer: wish.prefer ?? null };
    const client = new InferenceClient(new Worker(INFERENCE_WORKER, { workerData: start, stdout: true }), signal);
    client.status = await client.started;
    return client;
  }

  private constructor(worker: Worker, signal: AbortSignal) {
    this.worker = worker;
    this.signal = signal;
    // Standard output of this process holds the answer alone.
    worker.stdout.pipe(process.stderr, { end: false });
    worker.on('message', (message: FromInference) => this.receive(message));
    worker.on('error', (error: Error) => this.rejectAll(error));
    worker.on('exit', () => this.rejectAll(new Error('The inference thread ended before it answered. Start the job again.')));
    this.started = new Promise((resolve, reject) => {
      this.startEnded = { resolve, reject };
    });
  }

  request<K extends JobKind>(kind: K, request: JobRequest<K>, onProgress?: (progress: JobProgress) => void): Promise<JobResult<K>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      let limit: NodeJS.Timeout | undefined;
      const onAbort = (): void => {
        this.post({ type: 'cancel', id });
        limit = setTimeout(() => void this.worker.terminate(), CANCEL_LIMIT_MS);
      };
      const settled = (): void => {
        clearTimeout(limit);
        this.signal.removeEventListener('abort', onAbort);
      };
      this.waiting.set(id, {
        onProgress,
        // Both ends are typed by the same table; the wire between them is not.
        resolve: (result) => {
          settled();
          resolve(result as JobResult<K>);
        },
        reject: (error) => {
          settled();
          reject(this.signal.aborted ? (this.signal.reason as Error) : error);
        },
      });
      this.signal.addEventListener('abort', onAbort);
      this.post({ type: 'request', id, kind, request });
      if (this.signal.aborted) onAbort();
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private post(message: ToInference): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromInference): void {
    if (message.type === 'ready') return this.startEnded?.resolve(message.status);
    if (message.type === 'unusable') return this.startEnded?.reject(new Error(message.message));
    const waiting = this.waiting.get(message.id);
    if (waiting === undefined || message.type === 'partial') return;
    if (message.type === 'progress') {
      waiting.onProgress?.(message);
      return;
    }
    this.waiting.delete(message.id);
    if (message.type === 'result') waiting.resolve(message.result);
    else waiting.reject(new Error(message.message));
  }

  private rejectAll(error: Error): void {
    this.startEnded?.reject(error);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** Runs work with an inference thread and ends the thread whatever happens. */
export async function withInference<T>(wish: InferenceWish, context: Context, work: (inference: InferenceClient) => Promise<T>): Promise<T> {
  const inference = await InferenceClient.start(wish, context);
  const { backend, backendNote } = inference.status;
  // Whoever asked for a backend is told why it is another one; answers name it anyway.
  if (wish.prefer !== undefined && backend?.startsWith(wish.prefer) !== true) context.progress.note(`Inference runs on ${backend ?? 'no backend'}.${backendNote === null ? '' : ` ${backendNote}`}`);
  try {
    return await work(inference);
  } finally {
    await inference.close();
  }
}
