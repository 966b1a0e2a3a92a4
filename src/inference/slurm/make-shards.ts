import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCellSet, sealOfWhole } from '../population/cell-set.ts';
import { readManifest, shardCount, shardIsWhole } from '../population/dataset.ts';
import { workThroughShards } from '../population/shard-workers.ts';
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
 * Makes some shards of a population and does not touch the rest: one task of a cluster. Whole shards are kept; the manifest is
 * read only, so that any number of tasks may work on one folder.
 * @returns how many were made and how many existed
 */
export async function makeShards(request: ShardsRequest): Promise<{ readonly made: number; readonly kept: number }> {
  const { folder } = request;
  const { manifest, limit, isWhole } = openFolder(folder);
  for (const shard of request.shards) {
    if (!Number.isInteger(shard) || shard < 0 || shard >= limit) throw new Error(`${folder} has shards 0 to ${limit - 1}; got ${shard}.`);
  }
  const queue = request.shards.filter((shard) => !isWhole(shard));
  const total = queue.length;
  const start: WorkerStart = { kernelPath: request.kernelPath, folder, manifest };
  let done = 0;
  await workThroughShards({
    workers: Math.min(request.workers, total),
    workerScript: request.workerScript,
    workerData: start,
    signal: request.signal,
    next: () => queue.shift() ?? null,
    onMade: () => request.onProgress?.(++done, total),
  });
  return { made: total, kept: request.shards.length - total };
}

interface OpenFolder {
  readonly manifest: WorkerStart['manifest'];
  /** Largest number of shards; there is no limit where cells are kept by phenotype. */
  readonly limit: number;
  readonly isWhole: (shard: number) => boolean;
}

/** A folder of training rows or of cells, by its manifest. */
function openFolder(folder: string): OpenFolder {
  const { format } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { format?: unknown };
  if (format === 'twinclamp.cells/1') {
    const manifest = readCellSet(folder);
    return { manifest, limit: 2 ** 31, isWhole: (shard) => sealOfWhole(folder, manifest, shard) !== null };
  }
  const manifest = readManifest(folder);
  return { manifest, limit: shardCount(manifest), isWhole: (shard) => shardIsWhole(folder, manifest, shard) };
}
