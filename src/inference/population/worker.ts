import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { serveThread } from '../../node/work/index.ts';
import { PopulationRows } from '../../core/population/population-rows.ts';
import { createRandom } from '../../core/random/random.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { LivingRows } from '../../core/population/living-rows.ts';
import { TrainingRows } from '../../core/population/training-rows.ts';
import { writeCellShard, type CellSetManifest } from './cell-set.ts';
import { shardRows, writeShard, type DatasetManifest } from './dataset.ts';

/** Worker thread: makes the shards it is sent, one at a time. */
export interface WorkerStart {
  readonly kernelPath: string;
  readonly folder: string;
  readonly manifest: DatasetManifest | CellSetManifest;
}

type MakeShard = (shard: number) => object;

function trainingShards(kernel: PopulationKernel, folder: string, manifest: DatasetManifest): MakeShard {
  const rows = manifest.living
    ? new LivingRows(kernel, manifest.protocol, manifest)
    : new TrainingRows(kernel, manifest.protocol, manifest);
  const population = createRandom(manifest.seed);
  return (shard) => {
    const count = shardRows(manifest, shard);
    const padded = Math.ceil(count / LANES) * LANES;
    const data = new Float32Array(padded * rows.width);
    for (let i = 0; i < padded; i += LANES) {
      rows.group(population, shard * manifest.cellsPerShard + i, data.subarray(i * rows.width, (i + LANES) * rows.width));
    }
    writeShard(folder, manifest, shard, data.subarray(0, count * rows.width));
    return { shard, rows: count };
  };
}

function cellShards(kernel: PopulationKernel, folder: string, manifest: CellSetManifest): MakeShard {
  const rows = new PopulationRows(kernel, manifest.plan);
  const population = createRandom(manifest.plan.seed);
  return (shard) => {
    const start = threadSeconds();
    const made = rows.make(population, shard * manifest.cellsPerShard, manifest.cellsPerShard);
    return { seal: writeCellShard(folder, manifest, shard, made, threadSeconds() - start) };
  };
}

/** Processor time of this thread, s; the clock where the runtime does not report it. */
function threadSeconds(): number {
  const timed = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  if (!timed.threadCpuUsage) return performance.now() / 1000;
  const { user, system } = timed.threadCpuUsage();
  return (user + system) / 1e6;
}

serveThread(async () => {
  const { kernelPath, folder, manifest } = workerData as WorkerStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  return manifest.format === 'twinclamp.cells/1' ? cellShards(kernel, folder, manifest) : trainingShards(kernel, folder, manifest);
});
