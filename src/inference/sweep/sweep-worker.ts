import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { SweepCondition } from '../../core/drug/sweep-condition.ts';
import { sweepCells, type BeatWish } from '../../core/drug/sweep-cells.ts';
import type { SweptCell } from '../../core/drug/swept-cell.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { serveThread } from '../../node/work/index.ts';

/** Worker thread: simulates the groups of four cells that it is sent, one at a time. */
export interface SweepStart {
  readonly kernelPath: string;
}

/** One to four cells in one condition. */
export interface SweepGroup {
  readonly cells: readonly Float64Array[];
  readonly condition: SweepCondition;
  readonly wish: readonly BeatWish[];
}

serveThread(async () => {
  const { kernelPath } = workerData as SweepStart;
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  return ({ cells, condition, wish }: SweepGroup): SweptCell[] => sweepCells(kernel, cells, condition, wish);
});
