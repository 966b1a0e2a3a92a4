import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createRandom } from '../../core/random/random.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { TrainingRows } from '../../core/population/training-rows.ts';
import { shardRows, writeShard, type DatasetManifest } from './dataset.ts';

/** Worker thread: makes the shards it is sent, one at a time. */
export interface WorkerStart {
  readonly kernelPath: string;
  readonly folder: string;
  readonly manifest: DatasetManifest;
}

async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const { kernelPath, folder, manifest } = workerData as WorkerStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  const rows = new TrainingRows(kernel, manifest.protocol, manifest);
  const population = createRandom(manifest.seed);
  port.on('message', (shard: number) => {
    const count = shardRows(manifest, shard);
    const padded = Math.ceil(count / LANES) * LANES;
    const data = new Float32Array(padded * rows.width);
    for (let i = 0; i < padded; i += LANES) {
      rows.group(population, shard * manifest.cellsPerShard + i, data.subarray(i * rows.width, (i + LANES) * rows.width));
    }
    writeShard(folder, shard, count, data.subarray(0, count * rows.width));
    port.postMessage({ shard, rows: count });
  });
  port.postMessage({ ready: true });
}

if (parentPort) await main(parentPort);
