import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestOf, openCellSet } from '../src/inference/population/cell-set.ts';
import { workThroughShards } from '../src/inference/population/shard-workers.ts';
import { median, round } from './measure.ts';
import { population } from './population-plan.ts';

const SHARDS = 24;
const CELLS_PER_SHARD = 192;
const ROUNDS = 2;

interface Run {
  readonly workers: number;
  /** Cells a second on the clock, without the start of the workers. */
  readonly cellsPerSecond: number;
}

/** Throughput of one and of two workers in turn, on the clock: shows the gain by a second core on an idle machine. */
export async function benchWorkers(): Promise<object> {
  const runs: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) for (const workers of [1, 2]) runs.push(await throughput(workers));
  const of = (workers: number): number => median(runs.filter((run) => run.workers === workers).map((run) => run.cellsPerSecond));
  return {
    runs: runs.map((run) => ({ ...run, cellsPerSecond: round(run.cellsPerSecond) })),
    ratios: Array.from({ length: ROUNDS }, (_, i) =>
      round((runs[2 * i + 1]?.cellsPerSecond ?? NaN) / (runs[2 * i]?.cellsPerSecond ?? NaN)),
    ),
    twoAgainstOne: round(of(2) / of(1)),
    wanted: 1.8,
  };
}

async function throughput(workers: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'twinclamp-workers-'));
  try {
    const manifest = manifestOf(population({ settleS: 20, seconds: 10 }), CELLS_PER_SHARD);
    openCellSet(folder, manifest);
    let shard = 0;
    let first = NaN;
    let made = 0;
    await workThroughShards({
      workers,
      workerScript: new URL('../src/inference/population/worker.ts', import.meta.url),
      workerData: { kernelPath: join(import.meta.dirname, '../resources/kernel/kernik2019.wasm'), folder, manifest },
      next: () => (shard < SHARDS ? shard++ : null),
      onMade: () => {
        // The clock begins when every worker has made its first shard: by then all have their kernel in its fast tier.
        if (++made === workers) first = performance.now();
      },
    });
    return { workers, cellsPerSecond: (CELLS_PER_SHARD * (SHARDS - workers) * 1000) / (performance.now() - first) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
