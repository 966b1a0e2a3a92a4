import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { LoadedGrid, PopulationKernel } from '../simulate/kernel.ts';
import { applyRowsToLanes, type SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_HOLD_GRID, holdGrid, makeGrid, type GridOptions, type StepGrid } from '../simulate/step-grid.ts';
import { NO_ARTEFACTS, type Artefacts } from './artefacts.ts';
import { historyStates, type CellHistory } from './cell-history.ts';
import { electrodeInputs, withLeak } from './electrode.ts';

/** Hold before the protocol, ms, as in the reference data. */
export const HOLD_MS = 10_000;

/** A clamp that has not settled the membrane this long after an edge of the command has lost control, ms. */
export const SETTLED_MS = 10;

export interface ClampGrids {
  readonly grid: GridOptions;
  /** Of the ideal clamp's hold. */
  readonly hold: GridOptions;
  readonly holdMs?: number;
  /** Measure how far the membrane deviates from the command. */
  readonly watch?: boolean;
}

interface StepRange {
  readonly from: number;
  readonly to: number;
}

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
  private readonly shifted: ReturnType<typeof historyStates>;
  private readonly watched: { readonly hold: readonly StepRange[]; readonly protocol: readonly StepRange[] } | null;
  /**
   * Largest deviation of each lane's membrane from the command, mV, from SETTLED_MS after edges on; NaN for a cell that diverged.
   * Only with `watch`.
   */
  readonly offCommandMv = new Float64Array(LANES);

  constructor(kernel: PopulationKernel, protocol: Protocol, mode: 'ideal' | 'electrode', options: ClampGrids) {
    this.kernel = kernel;
    this.protocol = protocol;
    this.electrode = mode === 'electrode';
    this.shifted = historyStates(kernel.model);
    this.grid = makeGrid(protocol, options.grid);
    this.loaded = kernel.loadGrid(this.grid);
    // The whole hold is simulated behind the electrode: off the command, window sodium current loads some cells during it.
    const hold = holdGrid(protocol.holdingMv, options.holdMs ?? HOLD_MS, this.electrode ? ELECTRODE_HOLD_GRID : options.hold);
    this.hold = kernel.loadGrid(hold);
    this.watched = options.watch === true ? { hold: settledSteps(hold), protocol: settledSteps(this.grid) } : null;
  }

  /**
   * Simulates up to four cells and writes their observations.
   * @param cells values without leak (that comes from the artefacts)
   * @param into one array of rows.rows values per cell
   * @param histories one per cell; absent: all begin in the published state
   */
  observe(
    cells: readonly Float64Array[],
    artefacts: readonly Artefacts[],
    rows: SparseRows,
    into: readonly (Float32Array | Float64Array)[],
    histories?: readonly CellHistory[],
  ): void {
    applyRowsToLanes(rows, this.simulate(cells, artefacts, histories), into);
  }

  /** Measured current at the midpoints of the grid, [step][lane]; a view that the next call overwrites. */
  simulate(cells: readonly Float64Array[], artefacts: readonly Artefacts[], histories: readonly CellHistory[] = []): Float32Array {
    const { kernel } = this;
    if (!this.electrode) {
      kernel.setCells(kernel.modes.ideal, cells);
      this.begin(histories);
      kernel.ideal(this.hold);
      return kernel.ideal(this.loaded);
    }
    kernel.setCells(
      kernel.modes.membrane,
      cells.map((values, lane) => withLeak(values, artefacts[lane] ?? NO_ARTEFACTS, kernel.model)),
    );
    this.begin(histories);
    kernel.setElectrodes(artefacts.map(electrodeInputs));
    for (const name of ['v', 'vEstimate'] as const) kernel.setState(kernel.model.stateIndex(name), this.protocol.holdingMv);
    for (const name of ['vBase', 'vSlope'] as const) kernel.setState(kernel.model.stateIndex(name), 0);
    const held = kernel.electrode(this.hold);
    if (!this.watched) return kernel.electrode(this.loaded);
    this.offCommandMv.fill(0);
    this.watch(held, this.watched.hold, artefacts);
    const current = kernel.electrode(this.loaded);
    this.watch(current, this.watched.protocol, artefacts);
    return current;
  }

  private begin(histories: readonly CellHistory[]): void {
    histories.forEach((history, lane) => {
      for (const [id, state] of this.shifted) this.kernel.shiftState(state, lane, history[id]);
    });
  }

  /** The current of a settled electrode is the deviation of the membrane over the remaining resistance. */
  private watch(current: Float32Array, steps: readonly StepRange[], artefacts: readonly Artefacts[]): void {
    artefacts.forEach(({ rsCmMs }, lane) => {
      let most = 0;
      for (const { from, to } of steps) {
        for (let i = from * LANES + lane; i < to * LANES; i += LANES) {
          const size = Math.abs(current[i] as number);
          if (!(size <= most)) most = size;
        }
      }
      this.offCommandMv[lane] = Math.max(this.offCommandMv[lane] ?? 0, most * rsCmMs);
    });
  }
}

function settledSteps(grid: StepGrid): StepRange[] {
  return grid.pieces.map(({ firstStep, endStep, startMs }) => {
    let from = firstStep;
    while (from < endStep && (grid.midMs[from] ?? Infinity) < startMs + SETTLED_MS) from++;
    return { from, to: endStep };
  });
}
