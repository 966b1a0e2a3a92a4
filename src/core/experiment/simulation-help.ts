import { LANES } from '../simulate/kernel-layout.ts';
import type { ClampedCell } from './clamped-cell.ts';

/** Threads that simulate a share of a batch. The record of a cell is identical on every thread. */
export interface SimulationHelp {
  /** Number of other threads that are ready; 0: the caller simulates the whole batch. */
  readonly ready: number;
  /**
   * Begins to simulate.
   * @param length values of a record
   * @returns a function that awaits the records, one per cell; it gives null where a thread was lost
   */
  begin(cells: readonly ClampedCell[], length: number): () => Float64Array[] | null;
}

/**
 * Records of any number of cells, with even shares for threads in whole groups of the kernel's lanes.
 * @param simulate the caller's share
 */
export function inShares(
  cells: readonly ClampedCell[],
  length: number,
  help: SimulationHelp | null,
  simulate: (cells: readonly ClampedCell[]) => Float64Array[],
): Float64Array[] {
  const groups = Math.ceil(cells.length / LANES);
  const ready = help?.ready ?? 0;
  const own = ready === 0 ? cells.length : Math.ceil(groups / (ready + 1)) * LANES;
  const others = cells.slice(own);
  const finish = others.length === 0 ? undefined : help?.begin(others, length);
  const results = simulate(cells.slice(0, own));
  return finish === undefined ? results : [...results, ...(finish() ?? simulate(others))];
}
