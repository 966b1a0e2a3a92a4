import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { CLAMP_INPUTS, membraneStep } from '../cell/steps.ts';
import { compileScalar, type ScalarEngine } from './scalar-engine.ts';

/** Longest internal step, ms: fine enough for the sodium current behind a series resistance. */
const LONGEST_STEP_MS = 0.02;

/** One cell that is advanced through its electrode: the cell in the dish of a simulated rig. */
export class LiveCell {
  private readonly model: CellModel;
  private readonly engine: ScalarEngine;
  private cell: Float64Array;
  private readonly state: Float64Array;
  private readonly out = new Float64Array(3);
  private readonly clampInputs: number[] = CLAMP_INPUTS.map(() => 0);
  private readonly voltage: number;
  /** Concentrations that a pipette holds: places of their states, and what it holds them at. */
  private held: readonly { readonly place: number; readonly at: number }[] = [];

  /**
   * @param values of `model`, seal leak included
   * @param shifts of states against the published initial ones, in their units
   */
  constructor(values: Float64Array, shifts: readonly (readonly [state: number, by: number])[] = [], model: CellModel = DEFAULT_CELL) {
    this.model = model;
    this.state = model.initialState();
    this.voltage = model.stateIndex('v');
    for (const [state, by] of shifts) this.state[state] = (this.state[state] ?? NaN) + by;
    this.engine = compileScalar(membraneStep(model), ['electrode', 'total', 'dvdt']);
    this.cell = this.engine.prepare(values);
  }

  get membraneMv(): number {
    return this.state[this.voltage] ?? NaN;
  }

  /** A state that the model names, in its unit. @throws Error for one that it does not have */
  stateOf(name: string): number {
    return this.state[this.model.placeOf(name)] ?? NaN;
  }

  /** From here on its values are these, of the same model: a drug came or went. Its state stays. */
  become(values: Float64Array): void {
    this.cell = this.engine.prepare(values);
  }

  /** From here on a pipette holds sodium and potassium at what they are now, as far as `exchange` lets it. */
  holdIons(): void {
    const { sodium, potassium } = this.model.history;
    const names = [sodium, potassium].filter((name) => name !== null);
    this.held = names.map((name) => this.model.placeOf(name)).map((place) => ({ place, at: this.state[place] ?? NaN }));
  }

  /** The pipette exchanges ions with the cell for a while. @param timeConstantMs of the exchange, ms */
  exchange(dtMs: number, timeConstantMs: number): void {
    const kept = Math.exp(-dtMs / timeConstantMs);
    for (const { place, at } of this.held) this.state[place] = at + ((this.state[place] ?? NaN) - at) * kept;
  }

  /**
   * Holds the pipette at a command for dt through an effective series resistance.
   * @param rsCmMs effective Rs times Cm, ms (above 0)
   * @returns current through the electrode at the end, pA/pF: ionic, leak and capacitive
   */
  clamp(commandMv: number, dtMs: number, rsCmMs: number): number {
    this.clampInputs[0] = commandMv;
    this.clampInputs[1] = 1 / rsCmMs;
    this.advance(dtMs);
    return (commandMv - this.membraneMv) / rsCmMs;
  }

  /** No clamp; injected current density in A/F (positive depolarises). Returns the membrane potential, mV. */
  free(dtMs: number, injected = 0): number {
    this.clampInputs[1] = 0;
    this.clampInputs[2] = injected;
    this.advance(dtMs);
    this.clampInputs[2] = 0;
    return this.membraneMv;
  }

  private advance(dtMs: number): void {
    const steps = Math.ceil(dtMs / LONGEST_STEP_MS - 1e-9);
    for (let i = 0; i < steps; i++) {
      this.engine.step(this.cell, this.state, 0, dtMs / steps, this.clampInputs, this.out);
    }
  }
}
