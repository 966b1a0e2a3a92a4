import { join } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import { checkSpread } from '../../core/population/population-kind.ts';
import { modelOfPlan, type CellPlan } from '../../core/population/population-rows.ts';
import { assertProtocol } from '../../core/protocol/protocol.ts';
import { manifestOf, openCellSet, removeShard, sealOfWhole, shardsIn, type CellSetManifest, type ShardSeal } from './cell-set.ts';
import { assertTemperatureRange } from './temperature-range.ts';
import { summarise, type CellSetSummary } from './cell-set-summary.ts';
import { workThroughShards } from './shard-workers.ts';
import type { WorkerStart } from './worker.ts';

export interface CellRequest {
  readonly folder: string;
  /** Cells wanted: rows of the data set. */
  readonly cells: number;
  readonly plan: CellPlan;
  readonly workers: number;
  readonly kernelPath: string;
  readonly workerScript: string | URL;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

const CELLS_PER_SHARD = 2048;

/**
 * Simulates a population into a folder of shards. Shards are ranges of one endless sequence of cells that depends on the seed alone, so
 * they do not depend on the worker. Where only beating cells are kept, as many shards are made as the wanted number needs.
 */
export async function generateCells(request: CellRequest): Promise<CellSetSummary> {
  const started = Date.now();
  const { folder, plan } = request;
  const manifest = openCells(request);
  const seals = new Map<number, ShardSeal>();
  // Rows of the shards from the first without a gap; later ones may already exist from a faster worker.
  const enough = (): number | null => {
    let rows = 0;
    for (let shard = 0; seals.has(shard); shard++) {
      rows += seals.get(shard)?.rows ?? 0;
      if (rows >= request.cells) return shard + 1;
    }
    return null;
  };
  for (const shard of shardsIn(folder)) {
    const seal = sealOfWhole(folder, manifest, shard);
    if (seal) seals.set(shard, seal);
  }
  const found = new Set(seals.keys());
  const done = (): number =>
    Math.min(
      request.cells,
      [...seals.values()].reduce((sum, seal) => sum + seal.rows, 0),
    );
  request.onProgress?.(done(), request.cells);
  // Where every cell is kept the number of shards is known.
  const most = plan.kind === 'beating' ? Infinity : Math.ceil(request.cells / CELLS_PER_SHARD);
  let upTo = 0;
  const start: WorkerStart = { kernelPath: request.kernelPath, folder, manifest };
  await workThroughShards<{ seal: ShardSeal }>({
    workers: request.workers,
    workerScript: request.workerScript,
    workerData: start,
    signal: request.signal,
    next: () => {
      if (enough() !== null) return null;
      while (seals.has(upTo)) upTo++;
      return upTo < most ? upTo++ : null;
    },
    onMade: ({ seal }) => {
      seals.set(seal.shard, seal);
      request.onProgress?.(done(), request.cells);
    },
  });
  const shards = enough() ?? seals.size;
  // A second worker may have made one more than was needed: the folder must not depend on the number of workers.
  for (const shard of seals.keys()) if (shard >= shards && !found.has(shard)) removeShard(folder, shard);
  const used = [...seals.values()].filter((seal) => seal.shard < shards).sort((a, b) => a.shard - b.shard);
  const kept = used.filter((seal) => found.has(seal.shard)).length;
  const summary = summarise(manifest, used, { kept, seconds: (Date.now() - started) / 1000 });
  writeFileWhole(join(folder, 'summary.json'), [JSON.stringify(summary, null, 1)]);
  return summary;
}

/** Checks the request and opens its folder, without making a shard. @throws Error for bad input or another population's folder */
export function openCells(request: CellRequest): CellSetManifest {
  check(request);
  const manifest = manifestOf(request.plan, CELLS_PER_SHARD);
  openCellSet(request.folder, manifest);
  return manifest;
}

function check({ cells, plan }: CellRequest): void {
  if (!Number.isSafeInteger(cells) || cells < 1) throw new Error(`Expected a whole number of cells, 1 or more, got ${cells}.`);
  checkSpread(plan, modelOfPlan(plan));
  assertTemperatureRange(plan.temperatureC);
  if (plan.kind === 'beating' && !plan.free) throw new Error('Beating cells are found by free running; do not request the clamp alone.');
  if (!plan.free && !plan.clamp) throw new Error('Nothing to simulate: give a protocol, or let the cells run freely.');
  if (plan.clamp) assertProtocol(plan.clamp.protocol);
}
