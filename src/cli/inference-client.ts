import { Worker } from 'node:worker_threads';
import type { BackendName } from '../inference/index.ts';
import { OpenRequests, threadPeer, type Peer } from '../node/work/index.ts';
import type {
  BackendStatus,
  FromInference,
  JobKind,
  JobProgress,
  JobRequest,
  JobResult,
  ToInference,
} from '../shared/inference/messages.ts';
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

interface Asked {
  readonly onProgress: ((progress: JobProgress) => void) | undefined;
  limit: NodeJS.Timeout | undefined;
}

/** The inference jobs in their own thread, so that Ctrl+C takes effect while they compute. */
export class InferenceClient {
  status: BackendStatus = { backend: null, backendNote: null };
  private readonly worker: Worker;
  private readonly thread: Peer<ToInference, FromInference>;
  private readonly signal: AbortSignal;
  private readonly requests = new OpenRequests<Asked>(({ limit }) => clearTimeout(limit));
  private readonly started: Promise<BackendStatus>;
  private startEnded: { readonly resolve: (status: BackendStatus) => void; readonly reject: (error: Error) => void } | null = null;

  /** @throws Error when the thread cannot start (no backend, kernel missing) */
  static async start(wish: InferenceWish, { signal }: Pick<Context, 'signal'>): Promise<InferenceClient> {
    const start: InferenceStart = {
      resourcesDir: RESOURCES_DIR,
      modelsDir: wish.modelsDir ?? MODELS_DIR,
      wasmDir: WASM_DIR,
      prefer: wish.prefer ?? null,
    };
    const client = new InferenceClient(new Worker(INFERENCE_WORKER, { workerData: start, stdout: true }), signal);
    client.status = await client.started;
    return client;
  }

  private constructor(worker: Worker, signal: AbortSignal) {
    this.worker = worker;
    this.signal = signal;
    // Standard output of this process holds only the answer.
    worker.stdout.pipe(process.stderr, { end: false });
    this.thread = threadPeer(worker, (error) => this.rejectAll(error));
    this.thread.onMessage((message) => this.receive(message));
    this.thread.onExit(() => this.rejectAll(new Error('The inference thread ended before it answered. Start the job again.')));
    this.started = new Promise((resolve, reject) => {
      this.startEnded = { resolve, reject };
    });
  }

  async request<K extends JobKind>(kind: K, request: JobRequest<K>, onProgress?: (progress: JobProgress) => void): Promise<JobResult<K>> {
    const { signal } = this;
    const asked: Asked = { onProgress, limit: undefined };
    const onAbort = (id: number): void => {
      this.thread.post({ type: 'cancel', id });
      asked.limit = setTimeout(() => this.thread.kill(), CANCEL_LIMIT_MS);
    };
    const { id, answered } = this.requests.add(asked, { signal, onAbort });
    this.thread.post({ type: 'request', id, kind, request });
    if (signal.aborted) onAbort(id);
    try {
      // Both ends are typed by the same table; the wire between them is not.
      return (await answered) as JobResult<K>;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private receive(message: FromInference): void {
    switch (message.type) {
      case 'ready':
        this.startEnded?.resolve(message.status);
        return;
      case 'unusable':
        this.startEnded?.reject(new Error(message.message));
        return;
      case 'progress':
        this.requests.get(message.id)?.onProgress?.(message);
        return;
      case 'result':
        this.requests.resolve(message.id, message.result);
        return;
      case 'error':
        this.requests.reject(message.id, new Error(message.message));
        return;
      case 'partial':
    }
  }

  private rejectAll(error: Error): void {
    this.startEnded?.reject(error);
    this.requests.rejectAll(error);
  }
}

/** Runs work with an inference thread and ends the thread whatever happens. */
export async function withInference<T>(
  wish: InferenceWish,
  context: Context,
  work: (inference: InferenceClient) => Promise<T>,
): Promise<T> {
  const inference = await InferenceClient.start(wish, context);
  const { backend, backendNote } = inference.status;
  // A user who asked for a backend learns why another one is used; answers name the backend anyway.
  if (wish.prefer !== undefined && backend?.startsWith(wish.prefer) !== true)
    context.progress.note(`Inference runs on ${backend ?? 'no backend'}.${backendNote === null ? '' : ` ${backendNote}`}`);
  try {
    return await work(inference);
  } finally {
    await inference.close();
  }
}
