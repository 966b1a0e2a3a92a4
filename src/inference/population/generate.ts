import { FEATURE_BINS, observationBins } from '../../core/inference/observation-bins.ts';
import { PRIOR_SPREAD } from '../../core/population/sample-cells.ts';
import { TARGET_COUNT } from '../../core/population/training-rows.ts';
import { assertProtocol, type Protocol } from '../../core/protocol/protocol.ts';
import { openDataset, shardCount, shardIsWhole, shardRows, type DatasetManifest } from './dataset.ts';
import { workThroughShards } from './shard-workers.ts';
import type { WorkerStart } from './worker.ts';

export interface PopulationRequest {
  readonly folder: string;
  readonly cells: number;
  readonly seed: number;
  readonly protocol: Protocol;
  readonly sampleRateHz?: number;
  readonly rigShare?: number;
  readonly workers: number;
  readonly kernelPath: string;
  /** Script of the worker thread. */
  readonly workerScript: string | URL;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface PopulationResult {
  readonly cells: number;
  readonly shards: number;
  /** Shards that were there already. */
  readonly kept: number;
  readonly features: number;
  readonly seconds: number;
}

const CELLS_PER_SHARD = 4096;

/** Checks what is asked and opens its folder, without making a shard. @throws Error for bad input or another population's folder */
export function openTraining(request: PopulationRequest): DatasetManifest {
  if (!Number.isInteger(request.cells) || request.cells < 1) {
    throw new Error(`Expected a whole number of cells, 1 or more, got ${request.cells}.`);
  }
  const protocol = assertProtocol(request.protocol);
  const sampleRateHz = request.sampleRateHz ?? 10_000;
  const bins = observationBins(protocol, sampleRateHz, FEATURE_BINS);
  const manifest: DatasetManifest = {
    format: 'twinclamp.population/1',
    seed: request.seed,
    cells: request.cells,
    cellsPerShard: CELLS_PER_SHARD,
    spread: PRIOR_SPREAD,
    rigShare: request.rigShare ?? 0.5,
    sampleRateHz,
    protocol,
    binsId: bins.id,
    features: bins.from.length,
    targets: TARGET_COUNT,
  };
  openDataset(request.folder, manifest);
  return manifest;
}

/**
 * Generates the training population of a protocol into a folder of shards. The cells depend on the seed alone, not on the
 * number of workers; a run that was stopped goes on where it was.
 */
export async function generatePopulation(request: PopulationRequest): Promise<PopulationResult> {
  const started = Date.now();
  const manifest = openTraining(request);
  const shards = shardCount(manifest);
  const open = Array.from({ length: shards }, (_, i) => i).filter((i) => !shardIsWhole(request.folder, manifest, i));
  let done = manifest.cells - open.reduce((sum, shard) => sum + shardRows(manifest, shard), 0);
  request.onProgress?.(done, manifest.cells);
  const start: WorkerStart = { kernelPath: request.kernelPath, folder: request.folder, manifest };
  const queue = [...open];
  await workThroughShards<{ rows: number }>({
    workers: Math.min(request.workers, Math.max(1, open.length)),
    workerScript: request.workerScript,
    workerData: start,
    signal: request.signal,
    next: () => queue.shift() ?? null,
    onMade: ({ rows }) => {
      done += rows;
      request.onProgress?.(done, manifest.cells);
    },
  });
  return {
    cells: manifest.cells,
    shards,
    kept: shards - open.length,
    features: manifest.features,
    seconds: (Date.now() - started) / 1000,
  };
}
