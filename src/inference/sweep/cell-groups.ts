import type { SweepCondition } from '../../core/drug/sweep-condition.ts';
import { sweepCells, type BeatWish } from '../../core/drug/sweep-cells.ts';
import type { SweptCell } from '../../core/drug/swept-cell.ts';
import { washCells } from '../../core/drug/wash-cells.ts';
import type { WashedInput } from '../../core/drug/wash-record.ts';
import type { Wash } from '../../core/drug/wash.ts';
import type { WashedCell } from '../../core/drug/washed-cell.ts';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';

/**
 * Cells of a sweep that a thread simulates at once. Lanes run empty at the end of a group only, and who cancels waits for the end of one.
 */
export const GROUP_CELLS = 16;

/** Cells in one condition, each with its block. */
export interface SweepGroup {
  readonly cells: readonly Float64Array[];
  readonly condition: SweepCondition;
  readonly wish: readonly BeatWish[];
}

/** One to four cells through a time course. */
export interface WashGroup {
  readonly inputs: readonly WashedInput[];
  readonly condition: SweepCondition;
  readonly wash: Wash;
}

/** What a thread simulates at once, and what comes of it. */
export type CellGroup = SweepGroup | WashGroup;
export type CellsOf<Group extends CellGroup> = Group extends WashGroup ? WashedCell[] : SweptCell[];

export function simulateGroup<Group extends CellGroup>(kernel: PopulationKernel, group: Group): CellsOf<Group> {
  const cells =
    'wash' in group
      ? washCells(kernel, group.inputs, group.condition, group.wash)
      : sweepCells(kernel, group.cells, group.condition, group.wish);
  return cells as CellsOf<Group>;
}
