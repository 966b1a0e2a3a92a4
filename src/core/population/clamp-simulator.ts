import { adjustableIndex } from '../cell/adjustable.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { LoadedGrid, PopulationKernel } from '../simulate/kernel.ts';
import { applyRows, type SparseRows } from '../simulate/sampling.ts';
import { slowCapacitance } from '../simulate/slow-capacitance.ts';
import { holdGrid, makeGrid, type GridOptions, type StepGrid } from '../simulate/step-grid.ts';
import { stateIndex } from '../cell/steps.ts';
import type { Artefacts } from './artefacts.ts';

/** Hold before the protocol, ms: the reference data's. */
export const HOLD_MS = 10_000;

const LEAK = adjustableIndex('leak.g') ?? -1;
const VOLTAGE = stateIndex('v');

/**
 * Voltage clamp of many cells through the kernel, reported through any number of observation maps. One simulator belongs
 * to one protocol; ideal clamp and electrode are two grids of it.
 */
export class ClampSimulator {
  readonly grid: StepGrid;
  private readonly kernel: PopulationKernel;
  private readonly protocol: Protocol;
  private readonly loaded: LoadedGrid;
  private readonly hold: LoadedGrid;
  private readonly electrode: boolean;
  private readonly current: Float32Array;

  constructor(kernel: PopulationKernel, protocol: Protocol, mode: 'ideal' | 'electrode', options: { grid: GridOptions; hold: GridOptions; holdMs?: number }) {
    this.kernel = kernel;
    this.protocol = protocol;
    this.electrode = mode === 'electrode';
    this.grid = makeGrid(protocol, options.grid);
    this.loaded = kernel.loadGrid(this.grid);
    this.hold = kernel.loadGrid(holdGrid(protocol.holdingMv, options.holdMs ?? HOLD_MS, options.hold));
    this.current = new Float32Array(this.grid.dtMs.length * LANES);
  }

  /**
   * Simulates up to four cells and writes their observations.
   * @param cells ADJUSTABLE values without leak (that comes from the artefacts)
   * @param into one array of rows.rows values per cell
   */
  observe(cells: readonly Float64Array[], artefacts: readonly Artefacts[], rows: SparseRows, into: readonly (Float32Array | Float64Array)[]): void {
    const current = this.simulate(cells, artefacts);
    into.forEach((target, lane) => applyRows(rows, current, LANES, lane, target));
  }

  /** Measured current at the midpoints of the grid, [step][lane]; a view that the next call overwrites. */
  simulate(cells: readonly Float64Array[], artefacts: readonly Artefacts[]): Float32Array {
    const { kernel } = this;
    if (!this.electrode) {
      kernel.setCells(kernel.modes.ideal, cells);
      kernel.ideal(this.hold);
      return kernel.ideal(this.loaded);
    }
    const withLeak = cells.map((values, lane) => {
      const copy = values.slice();
      copy[LEAK] = artefacts[lane]?.leakNsPf ?? 0;
      return copy;
    });
    kernel.setCells(kernel.modes.membrane, withLeak);
    const last = artefacts.length - 1;
    kernel.setCoupling(Array.from({ length: LANES }, (_, lane) => 1 / (artefacts[Math.min(lane, last)]?.rsCmMs ?? NaN)));
    for (let lane = 0; lane < LANES; lane++) kernel.setState(VOLTAGE, lane, this.protocol.holdingMv);
    kernel.electrode(this.hold);
    this.current.set(kernel.electrode(this.loaded));
    artefacts.forEach((artefact, lane) => {
      const transient = slowCapacitance(this.protocol, artefact.rsCmMs, this.grid.midMs);
      const cancelled = 1 - artefact.residualCapacitance;
      for (let i = 0; i < transient.length; i++) {
        const at = i * LANES + lane;
        this.current[at] = (this.current[at] ?? 0) - cancelled * (transient[i] ?? 0);
      }
    });
    return this.current;
  }
}
