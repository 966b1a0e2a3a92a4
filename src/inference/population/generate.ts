import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { PUBLISHED_TEMPERATURE_C } from '../../core/cell/temperature.ts';
import { featureBins } from '../../core/observation/observation-bins.ts';
import type { LearnedCells } from '../../core/population/learned-cells.ts';
import { PRIOR_SPREAD } from '../../core/population/sample-cells.ts';
import { livingTruthIds } from '../../core/population/living-rows.ts';
import { truthCount } from '../../core/population/training-rows.ts';
import { assertProtocol, type Protocol } from '../../core/protocol/protocol.ts';
import { openDataset, shardCount, shardIsWhole, shardRows, type DatasetManifest } from './dataset.ts';
import { assertTemperatureRange } from './temperature-range.ts';
import { workThroughShards } from './shard-workers.ts';
import type { WorkerStart } from './worker.ts';

export interface PopulationRequest {
  readonly folder: string;
  readonly cells: number;
  readonly seed: number;
  readonly protocol: Protocol;
  readonly sampleRateHz?: number;
  /** Wide cells behind rigs as living ones have them; spread and share of the rig are then given. */
  readonly living?: boolean;
  /** With living: the population that recorded cells have taught, in place of the wide one. */
  readonly learned?: LearnedCells;
  readonly rigShare?: number;
  /** Half width of the multipliers, above 0 and below 1. Default: that of the method's population. */
  readonly spread?: number;
  /** Range of the temperature, degC. Default: 37. */
  readonly temperatureC?: readonly [low: number, high: number];
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
  /** Shards that existed already. */
  readonly kept: number;
  readonly features: number;
  readonly seconds: number;
}

const CELLS_PER_SHARD = 4096;

/** Checks the request and opens its folder, without making a shard. @throws Error for bad input or another population's folder */
export function openTraining(request: PopulationRequest): DatasetManifest {
  if (!Number.isInteger(request.cells) || request.cells < 1) {
    throw new Error(`Expected a whole number of cells, 1 or more, got ${request.cells}.`);
  }
  const protocol = assertProtocol(request.protocol);
  const sampleRateHz = request.sampleRateHz ?? 10_000;
  const bins = featureBins(protocol, sampleRateHz);
  const living = request.living === true;
  const manifest: DatasetManifest = {
    format: 'twinclamp.population/2',
    seed: request.seed,
    ...(living ? { living } : {}),
    ...(living && request.learned ? { learned: request.learned } : {}),
    cells: request.cells,
    cellsPerShard: CELLS_PER_SHARD,
    spread: living ? 0 : assertTrainingSpread(request.spread ?? PRIOR_SPREAD),
    rigShare: living ? 1 : (request.rigShare ?? 0.5),
    temperatureC: assertTemperatureRange(request.temperatureC ?? [PUBLISHED_TEMPERATURE_C, PUBLISHED_TEMPERATURE_C]),
    sampleRateHz,
    protocol,
    binsId: bins.id,
    features: bins.from.length,
    targets: living ? livingTruthIds(DEFAULT_CELL).length : truthCount(DEFAULT_CELL),
  };
  openDataset(request.folder, manifest);
  return manifest;
}

/** A network cannot learn what does not vary. */
function assertTrainingSpread(spread: number): number {
  if (spread > 0 && spread < 1) return spread;
  throw new Error(`Spread of the multipliers: expected a number above 0 and below 1, such as ${PRIOR_SPREAD}; got ${spread}.`);
}

/**
 * Generates the training population of a protocol into a folder of shards. The cells depend on the seed alone, not on the
 * number of workers; a run that was stopped continues.
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
