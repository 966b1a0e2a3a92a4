import { besselTaps } from '../amplifier/filter-taps.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { idealClampStep, membraneStep } from '../cell/steps.ts';
import type { Artefacts } from './artefacts.ts';
import { historyStates, type CellHistory } from './cell-history.ts';
import { HOLD_MS } from './clamp-simulator.ts';
import { electrodeInputs, withLeak } from './electrode.ts';
import { runGrid } from '../simulate/reference-clamp.ts';
import { applyRows, type SparseRows } from '../simulate/sampling.ts';
import { compileScalar, type ScalarEngine } from '../simulate/scalar-engine.ts';
import { FINE_GRID, FINE_HOLD_GRID, holdGrid, makeGrid, type StepGrid } from '../simulate/step-grid.ts';
import type { ClampForm } from './clamp-form.ts';
import type { ObservationBins } from '../observation/observation-bins.ts';
import { observationOperator } from '../observation/observation-operator.ts';

/** One cell at a time in double precision at fine steps: without the kernel's step error, but some hundred times slower. */
export class FineClamp {
  private readonly model: CellModel;
  private readonly electrode: boolean;
  private readonly holdingMv: number;
  private readonly engine: ScalarEngine;
  private readonly hold: StepGrid;
  private readonly grid: StepGrid;
  private readonly rows: SparseRows;

  constructor(
    model: CellModel,
    { protocol, mode, filterHz }: Pick<ClampForm, 'protocol' | 'mode' | 'filterHz'>,
    bins: ObservationBins,
    { grid, hold } = { grid: FINE_GRID, hold: FINE_HOLD_GRID },
  ) {
    this.model = model;
    this.electrode = mode === 'rig';
    this.holdingMv = protocol.holdingMv;
    this.engine = compileScalar(this.electrode ? membraneStep(model) : idealClampStep(model), [this.electrode ? 'electrode' : 'total']);
    this.hold = holdGrid(protocol.holdingMv, HOLD_MS, hold);
    this.grid = makeGrid(protocol, grid);
    this.rows = observationOperator(bins, this.grid, filterHz === null ? [] : besselTaps(filterHz));
  }

  /**
   * @param values without leak (that comes from the artefacts)
   * @returns mean measured current of every bin, pA/pF
   * @throws Error for impossible values
   */
  simulate(values: Float64Array, artefacts: Artefacts, history: CellHistory): Float64Array {
    const { model } = this;
    const cell = this.engine.prepare(this.electrode ? withLeak(values, artefacts, model) : values);
    const state = model.initialState();
    for (const [id, at] of historyStates(model)) state[at] = (state[at] ?? NaN) + history[id];
    // In the order of CLAMP_INPUTS.
    let clamp = [this.holdingMv, 0, 0, 0, 0, 1, 0];
    if (this.electrode) {
      const { coupling, predictionGain, estimateRate, cancel, offset } = electrodeInputs(artefacts);
      clamp = [this.holdingMv, coupling, 0, predictionGain, estimateRate, cancel, offset];
      state[model.stateIndex('v')] = this.holdingMv;
      state[model.stateIndex('vEstimate')] = this.holdingMv;
    }
    runGrid(this.engine, cell, state, this.hold, clamp);
    const [current = new Float64Array(0)] = runGrid(this.engine, cell, state, this.grid, clamp);
    const means = new Float64Array(this.rows.rows);
    applyRows(this.rows, current, 1, 0, means);
    return means;
  }
}
