import { Worker } from 'node:worker_threads';

/** Messages of a worker: first that it is ready, then one for each shard it has made. */
export type WorkerMessage<Made> = { readonly ready: true } | ({ readonly ready?: undefined } & Made);

export interface ShardWork<Made> {
  readonly workers: number;
  readonly workerScript: string | URL;
  readonly workerData: unknown;
  /** The next shard to make, or null when no more is needed. */
  readonly next: () => number | null;
  readonly onMade: (made: Made) => void;
  readonly signal?: AbortSignal | undefined;
  /** Sentence of a cancelled run. Default: of a population. */
  readonly cancelled?: string;
}

/** Hands shards to worker threads, one at a time each, until `next` returns null. */
export async function workThroughShards<Made extends object>(work: ShardWork<Made>): Promise<void> {
  const abandoned = new AbortController();
  const runWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(work.workerScript, { workerData: work.workerData });
      const finish = (error?: Error): void => {
        work.signal?.removeEventListener('abort', onAbort);
        abandoned.signal.removeEventListener('abort', onAbandon);
        void worker.terminate();
        if (error) {
          reject(error);
          abandoned.abort();
        } else resolve();
      };
      const onAbort = (): void => finish(new Error(work.cancelled ?? 'The population run was cancelled; it continues when run again.'));
      const onAbandon = (): void => finish();
      if (work.signal?.aborted === true) {
        onAbort();
        return;
      }
      work.signal?.addEventListener('abort', onAbort);
      abandoned.signal.addEventListener('abort', onAbandon);
      worker.on('error', finish);
      worker.on('message', (message: WorkerMessage<Made>) => {
        if (message.ready === undefined) work.onMade(message);
        const shard = work.next();
        if (shard === null) finish();
        else worker.postMessage(shard);
      });
    });
  await Promise.all(Array.from({ length: work.workers }, runWorker));
}
