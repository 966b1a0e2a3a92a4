import { LANES } from '../simulate/kernel-layout.ts';
import type { ClampedCell } from './clamped-cell.ts';

/** Others that simulate a share of a batch at the same time. Whoever simulates a cell, its record is the same to the last bit. */
export interface SimulationHelp {
  /** Other threads that are ready; 0: simulate all of it yourself. */
  readonly ready: number;
  /**
   * Begins to simulate.
   * @param length values of a record
   * @returns what waits for the records, one a cell; null from it where the help was lost on the way
   */
  begin(cells: readonly ClampedCell[], length: number): () => Float64Array[] | null;
}

/**
 * Records of any number of cells, threads taking even shares in whole groups of the kernel's lanes.
 * @param simulate the share of the one who asks
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
