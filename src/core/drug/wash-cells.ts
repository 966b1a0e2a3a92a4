import type { PopulationKernel } from '../simulate/kernel.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { readWash } from './wash-intervals.ts';
import { washLanes, type WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';
import type { WashedCell } from './washed-cell.ts';

/** Runs cells through a time course, four at once. The result of a cell does not depend on its neighbours. */
export function washCells(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedCell[] {
  const cells: WashedCell[] = [];
  for (let i = 0; i < inputs.length; i += LANES)
    for (const trace of washLanes(kernel, inputs.slice(i, i + LANES), condition, wash)) cells.push(readWash(trace, condition, wash));
  return cells;
}
