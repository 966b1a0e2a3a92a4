import { Worker } from 'node:worker_threads';
import { readManifest, shardCount, shardIsWhole } from '../population/dataset.ts';
import type { WorkerStart } from '../population/worker.ts';

export interface ShardsRequest {
  /** Population folder with its manifest, made before. */
  readonly folder: string;
  readonly shards: readonly number[];
  readonly workers: number;
  readonly kernelPath: string;
  /** Script of the worker thread. */
  readonly workerScript: string | URL;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Makes some shards of a population and leaves the rest alone: one task of a cluster. Whole shards are kept; the manifest is
 * read only, so that any number of tasks may work on one folder.
 * @returns how many were made and how many were there
 */
export async function makeShards(request: ShardsRequest): Promise<{ readonly made: number; readonly kept: number }> {
  const { folder } = request;
  const manifest = readManifest(folder);
  const count = shardCount(manifest);
  for (const shard of request.shards) {
    if (!Number.isInteger(shard) || shard < 0 || shard >= count) throw new Error(`${folder} has shards 0 to ${count - 1}; got ${shard}.`);
  }
  const queue = request.shards.filter((shard) => !shardIsWhole(folder, manifest, shard));
  const total = queue.length;
  const start: WorkerStart = { kernelPath: request.kernelPath, folder, manifest };
  let done = 0;
  const runWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(request.workerScript, { workerData: start });
      const finish = (error?: Error): void => {
        request.signal?.removeEventListener('abort', onAbort);
        void worker.terminate();
        if (error) reject(error);
        else resolve();
      };
      const onAbort = (): void => finish(new Error('The task was cancelled; its shards are made when it is run again.'));
      request.signal?.addEventListener('abort', onAbort);
      worker.on('error', finish);
      worker.on('message', (message: { rows?: number }) => {
        if (message.rows !== undefined) request.onProgress?.(++done, total);
        const next = queue.shift();
        if (next === undefined) finish();
        else worker.postMessage(next);
      });
    });
  await Promise.all(Array.from({ length: Math.min(request.workers, total) }, runWorker));
  return { made: total, kept: request.shards.length - total };
}
