import type { Expression, Graph } from './expression.ts';
import type { Kinetics } from './kinetics.ts';

/** Expressions by the name of a state or current. */
export type Named = Readonly<Record<string, Expression>>;

/** Relaxes one gate over the step. `frozen`: a condition under which it stays as it is. */
export type RelaxGate = (state: string, kinetics: Kinetics, frozen?: Expression) => void;

/** Currents of a cell at one moment, A/F; outward is positive. */
export interface CellCurrents {
  /** By name, without the leak. */
  readonly named: Named;
  /** Of the seal. */
  readonly leak: Expression;
  /** All of them with the seal leak. */
  readonly total: Expression;
  /** Sum of the chord conductances of the ohmic currents, nS/pF: a cheap lower part of dI/dV. */
  readonly conductance: Expression;
}

/** Rates of the concentrations, mM/ms, and for a stiff one the rate constant of its own removal, 1/ms, as a chord. */
export interface ConcentrationRates {
  readonly rate: Named;
  readonly loss: Named;
}

/**
 * The equations of a cell as expressions; every engine is compiled from here. Units: mV, ms, mM, A/F (= pA/pF), nS/pF. Each is
 * called once per graph, in the order of this interface.
 */
export interface CellEquations {
  /** Gates that follow the membrane potential alone, in the order that they are relaxed. */
  voltageGates(g: Graph, v: Expression): Readonly<Record<string, Kinetics>>;
  /**
   * Gates that depend on concentrations or on gates too; each is passed to `relax`.
   * @param mid stiff concentrations at the midpoint of the step, and gates that are already relaxed
   * @param old any state at the beginning of the step
   * @returns nodes to be computed early, see StepGraph.order
   */
  coupledGates(g: Graph, v: Expression, mid: Named, old: (state: string) => Expression, relax: RelaxGate): readonly Expression[];
  /** @param mid gates and concentrations at the midpoint */
  currents(g: Graph, v: Expression, mid: Named): CellCurrents;
  /**
   * @param fromPipette seal leak that reaches the cytosol through the pipette, A/F, outward positive: all of it where no amplifier supplies
   * it. It is carried by potassium, the pipette's ion: otherwise a leaking cell would lose as much potassium as its leak brings charge, 1
   * mM in 6 s at 1 A/F
   */
  rates(g: Graph, mid: Named, flowing: CellCurrents, fromPipette: Expression): ConcentrationRates;
}
