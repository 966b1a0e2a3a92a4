import type { KernelMode } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';

/** One quantity of cells that changes while they run: a concentration in the bath, a period of stimuli. */
export interface LaneCourse {
  /** It is looked at after so many steps of a cell: its own, so that no neighbour changes them. */
  readonly steps: number;
  /** What each cell starts with. */
  readonly start: number;
  /** What a cell is to have from a time of its record on, ms. @param now what it has */
  wanted(cell: number, timeMs: number, now: number): number;
  give(kernel: PopulationKernel, mode: KernelMode, lane: number, cell: number, value: number): void;
}
