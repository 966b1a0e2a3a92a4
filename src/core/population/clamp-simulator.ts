import { adjustableIndex } from '../cell/adjustable.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { ElectrodeInputs, LoadedGrid, PopulationKernel } from '../simulate/kernel.ts';
import { applyRows, type SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_HOLD_GRID, holdGrid, makeGrid, type GridOptions, type StepGrid } from '../simulate/step-grid.ts';
import { stateIndex } from '../cell/steps.ts';
import type { Artefacts } from './artefacts.ts';

/** Hold before the protocol, ms: the reference data's. */
export const HOLD_MS = 10_000;

const LEAK = adjustableIndex('leak.g') ?? -1;
const ESTIMATE = stateIndex('vEstimate');
const VOLTAGE = stateIndex('v');
const BASE = stateIndex('vBase');
const SLOPE = stateIndex('vSlope');

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

  constructor(kernel: PopulationKernel, protocol: Protocol, mode: 'ideal' | 'electrode', options: { grid: GridOptions; hold: GridOptions; holdMs?: number }) {
    this.kernel = kernel;
    this.protocol = protocol;
    this.electrode = mode === 'electrode';
    this.grid = makeGrid(protocol, options.grid);
    this.loaded = kernel.loadGrid(this.grid);
    // All of the hold is simulated behind the electrode: window sodium current off the command loads some cells within it.
    this.hold = kernel.loadGrid(holdGrid(protocol.holdingMv, options.holdMs ?? HOLD_MS, this.electrode ? ELECTRODE_HOLD_GRID : options.hold));
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
    kernel.setElectrodes(artefacts.map(electrodeInputs));
    kernel.setState(VOLTAGE, this.protocol.holdingMv);
    kernel.setState(ESTIMATE, this.protocol.holdingMv);
    kernel.setState(BASE, 0);
    kernel.setState(SLOPE, 0);
    kernel.electrode(this.hold);
    return kernel.electrode(this.loaded);
  }
}

function electrodeInputs({ rsCmMs, prediction, residualCapacitance, offsetMv, estimateRatio }: Artefacts): ElectrodeInputs {
  if (!(rsCmMs > 0)) throw new Error(`Effective series resistance times capacitance: expected above 0 ms, got ${rsCmMs}.`);
  return {
    coupling: 1 / rsCmMs,
    predictionGain: prediction / (1 - prediction),
    estimateRate: 1 / ((1 - prediction) * rsCmMs * estimateRatio),
    cancel: 1 - residualCapacitance,
    offset: offsetMv,
  };
}
