import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { applyRows, type SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID, type StepGrid } from '../simulate/step-grid.ts';
import { ClampSimulator, HOLD_MS } from './clamp-simulator.ts';
import { AdaptiveStepRunner, type ClampedCell } from './adaptive-step-runner.ts';

/**
 * A membrane that deviates more than this from the command after settling has escaped the clamp, mV. Below it the grid is accurate
 * (verify:engine: 0.4 % of range at most).
 */
const ESCAPED_MV = 15;

/**
 * Voltage clamp of the cells of a population. Behind an electrode, cells that escape the clamp are simulated a second time with adaptive
 * steps: on the grid, which is accurate for the others, their spikes come at the wrong time. Fits stay on the grid, where the
 * current is a smooth function of the parameters.
 */
export class PopulationClamp {
  private readonly simulator: ClampSimulator;
  private readonly rows: SparseRows;
  private readonly adaptive: { readonly runner: AdaptiveStepRunner; rows: SparseRows | null } | null;
  private readonly rowsOf: (grid: StepGrid) => SparseRows;

  /** @param rowsOf the observation for currents on a grid */
  constructor(kernel: PopulationKernel, protocol: Protocol, mode: 'ideal' | 'electrode', rowsOf: (grid: StepGrid) => SparseRows) {
    const electrode = mode === 'electrode';
    this.simulator = new ClampSimulator(kernel, protocol, mode, {
      grid: electrode ? ELECTRODE_GRID : KERNEL_GRID,
      hold: KERNEL_HOLD_GRID,
      watch: electrode,
    });
    this.rowsOf = rowsOf;
    this.rows = rowsOf(this.simulator.grid);
    this.adaptive = electrode ? { runner: new AdaptiveStepRunner(kernel, protocol, HOLD_MS), rows: null } : null;
  }

  /** Number of values of an observation. */
  get width(): number {
    return this.rows.rows;
  }

  /**
   * @param into one array of `width` values per cell
   * @returns indices of the cells that escaped
   */
  observe(cells: readonly ClampedCell[], into: readonly (Float32Array | Float64Array)[]): number[] {
    const { simulator, adaptive } = this;
    const escaped: number[] = [];
    for (let first = 0; first < cells.length; first += LANES) {
      const group = cells.slice(first, first + LANES);
      simulator.observe(
        group.map((cell) => cell.values),
        group.map((cell) => cell.artefacts),
        this.rows,
        into.slice(first, first + LANES),
      );
      if (!adaptive) continue;
      // Not held, or NaN.
      group.forEach((_, lane) => {
        if (!((simulator.offCommandMv[lane] ?? NaN) <= ESCAPED_MV)) escaped.push(first + lane);
      });
    }
    if (!adaptive || escaped.length === 0) return escaped;
    const rows = (adaptive.rows ??= this.rowsOf(adaptive.runner.grid));
    adaptive.runner.run(
      escaped.flatMap((index) => cells[index] ?? []),
      (which, current) => {
        const target = into[escaped[which] ?? -1];
        if (target) applyRows(rows, current, 1, 0, target);
      },
    );
    return escaped;
  }
}
