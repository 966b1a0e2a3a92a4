import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { serveThread } from '../../node/work/index.ts';
import { simulateGroup, type CellGroup } from './cell-groups.ts';

/** Worker thread: simulates the groups of cells that it is sent, one at a time. */
export interface SweepStart {
  readonly kernelPath: string;
}

serveThread(async () => {
  const { kernelPath } = workerData as SweepStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  return (group: CellGroup) => simulateGroup(kernel, group);
});
