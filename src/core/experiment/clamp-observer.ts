import { besselTaps } from '../amplifier/filter-taps.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { ClampSimulator } from './clamp-simulator.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import type { ClampForm } from './clamp-form.ts';
import { FineClamp } from './fine-clamp.ts';
import { FIT_BINS, observationBins, type ObservationBins } from '../observation/observation-bins.ts';
import { observationOperator } from '../observation/observation-operator.ts';
import { inShares, type SimulationHelp } from './simulation-help.ts';

/**
 * The binned record of clamped cells, before division by the membrane capacitance and before the amplifier's offset. Making one is
 * slow: make one for each form.
 */
export class ClampObserver {
  readonly model: CellModel;
  readonly form: ClampForm;
  readonly bins: ObservationBins;
  private readonly simulator: ClampSimulator;
  private readonly rows: SparseRows;
  private readonly help: SimulationHelp | null;
  private fine: FineClamp | null = null;

  constructor(kernel: PopulationKernel, form: ClampForm, help: SimulationHelp | null = null) {
    this.model = kernel.model;
    this.form = form;
    this.help = help;
    const rig = form.mode === 'rig';
    this.bins = observationBins(form.protocol, form.sampleRateHz, FIT_BINS);
    this.simulator = new ClampSimulator(kernel, form.protocol, rig ? 'electrode' : 'ideal', {
      grid: rig ? ELECTRODE_GRID : KERNEL_GRID,
      hold: KERNEL_HOLD_GRID,
    });
    this.rows = observationOperator(this.bins, this.simulator.grid, form.filterHz === null ? [] : besselTaps(form.filterHz));
  }

  /** Any number of cells by the kernel, pA/pF, one value a bin; threads take even shares in whole groups of its lanes. */
  observe(cells: readonly ClampedCell[]): Float64Array[] {
    return inShares(cells, this.bins.from.length, this.help, (share) => this.simulate(share));
  }

  /**
   * One cell at fine steps in double precision: without the kernel's step error, but some hundred times slower. @throws Error for
   * impossible values
   */
  atFineSteps({ values, artefacts, history }: ClampedCell): Float64Array {
    this.fine ??= new FineClamp(this.model, this.form, this.bins);
    return this.fine.simulate(values, artefacts, history);
  }

  private simulate(cells: readonly ClampedCell[]): Float64Array[] {
    const results = cells.map(() => new Float64Array(this.bins.from.length));
    for (let i = 0; i < cells.length; i += LANES) {
      const group = cells.slice(i, i + LANES);
      this.simulator.observe(
        group.map(({ values }) => values),
        group.map(({ artefacts }) => artefacts),
        this.rows,
        results.slice(i, i + LANES),
        group.map(({ history }) => history),
      );
    }
    return results;
  }
}
