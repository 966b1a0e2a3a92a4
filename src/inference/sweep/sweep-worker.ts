import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { sweepCells, type SweepCondition, type SweptCell } from '../../core/drug/sweep-cells.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { serveThread } from '../../node/work/index.ts';

/** Worker thread: simulates the groups of four cells that it is sent, one at a time. */
export interface SweepStart {
  readonly kernelPath: string;
  readonly cells: readonly Float64Array[];
  readonly condition: SweepCondition;
}

/** Results of a group, in the order of its cells. */
export interface SweptGroup {
  readonly group: number;
  readonly swept: readonly SweptCell[];
}

serveThread(async () => {
  const { kernelPath, cells, condition } = workerData as SweepStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  return (group: number): SweptGroup => ({ group, swept: sweepCells(kernel, cells.slice(group * LANES, (group + 1) * LANES), condition) });
});
