import type { CellCurrents, Named } from './cell-equations.ts';
import type { CellModel } from './cell-model.ts';
import { derivative } from './derivative.ts';
import { addedRectifier } from './dynamic-clamp.ts';
import { Graph, type Expression } from './expression.ts';
import type { Kinetics } from './kinetics.ts';

/**
 * One time step of the cell as a graph: second order, one evaluation of the currents per step, at its midpoint.
 * Gates relax exactly for the midpoint voltage (Rush & Larsen 1978). Calcium relaxes with its own removal rate, from a predictor
 * that uses the step before, so that long steps stay stable where calcium is high. Sodium and potassium are kept as deviations from
 * their initial values, so that 32-bit floats hold their slow drift.
 */

export interface StepGraph {
  readonly model: CellModel;
  readonly graph: Graph;
  /** New value of each state that the step changes. */
  readonly next: Named;
  /** Outputs that a caller may request, all at the midpoint of the step. */
  readonly outputs: Named;
  /** Nodes in the order of computing: each gate's midpoint and end together, so that few values must be kept. */
  readonly order: readonly Expression[];
}

/** States that a step is predicted from: what the step before had at its midpoint, current and rates with their slopes. */
export function heldStates({ stiff }: CellModel): readonly string[] {
  return ['vBase', 'vSlope', ...stiff.flatMap((name) => [`${name}Base`, `${name}Loss`])];
}

interface Relaxed {
  readonly mid: Expression;
  readonly end: Expression;
}

function relax(g: Graph, gate: Kinetics, value: Expression, halfStep: Expression): Relaxed {
  const decay = g.exp(gate.rate.times(halfStep.negated()));
  const distance = value.minus(gate.inf).times(decay);
  return { mid: gate.inf.plus(distance), end: gate.inf.plus(distance.times(decay)) };
}

/** A step of dC/dt = base - loss C by the rational form 1 / (1 + x/2 + x^2/12) of (1 - e^-x) / x: always stable, unlike base alone. */
function relaxStiff(from: Expression, base: Expression, loss: Expression, step: Expression): Expression {
  const x = loss.times(step);
  return from.plus(
    base
      .minus(loss.times(from))
      .times(step)
      .over(x.times(x.times(1 / 12).plus(0.5)).plus(1)),
  );
}

interface Advanced {
  readonly next: Named;
  readonly mid: Named;
  /** States that follow the potential with a delay: gates and stiff concentrations. */
  readonly held: readonly Expression[];
  readonly currents: CellCurrents;
  readonly order: readonly Expression[];
}

/**
 * All states but the membrane potential, for a given midpoint voltage.
 * @param fromPipette maps the seal leak to the share that the amplifier does not supply: see ConcentrationRates
 */
function advance(
  model: CellModel,
  g: Graph,
  v: Expression,
  dt: Expression,
  half: Expression,
  fromPipette: (leak: Expression) => Expression,
): Advanced {
  const { equations, stiff, slow } = model;
  const old = (name: string): Expression => g.input('state', name);
  const next: Record<string, Expression> = {};
  const mid: Record<string, Expression> = {};
  const order: Expression[] = [];
  const gates = equations.voltageGates(g, v);
  const relaxGate = (name: string, kinetics: Kinetics, frozen?: Expression): void => {
    const relaxed = relax(g, kinetics, old(name), half);
    const middle = (mid[name] = frozen ? g.select(frozen, old(name), relaxed.mid) : relaxed.mid);
    const end = (next[name] = frozen ? g.select(frozen, old(name), relaxed.end) : relaxed.end);
    order.push(middle, end);
  };
  for (const [name, kinetics] of Object.entries(gates)) relaxGate(name, kinetics);
  const predicted = stiff.map((name) => (mid[name] = relaxStiff(old(name), old(`${name}Base`), old(`${name}Loss`), half)));
  const early = equations.coupledGates(g, v, mid, old, relaxGate);
  const held = Object.values(mid);
  for (const { state, name, initialMm } of slow) mid[name] = old(state).plus(initialMm);
  const currents = equations.currents(g, v, mid);
  const { rate, loss } = equations.rates(g, mid, currents, fromPipette(currents.leak));
  // Side by side rather than gate by gate: a processor can compute a dozen exponentials at once, but must wait within one gate's chain.
  const kinetics = Object.values(gates);
  order.unshift(
    ...kinetics.map((gate) => gate.inf),
    ...kinetics.map((gate) => gate.rate),
    ...model.early.map((name) => named(currents.named, name)),
    ...early,
    ...kinetics.map((gate) => g.exp(gate.rate.times(half.negated()))),
  );
  for (const name of stiff) next[`${name}Loss`] = named(loss, name);
  stiff.forEach((name, i) => (next[`${name}Base`] = named(rate, name).plus(named(loss, name).times(predicted[i] as Expression))));
  for (const name of stiff) next[name] = relaxStiff(old(name), named(next, `${name}Base`), named(loss, name), dt);
  for (const { state, name } of slow) next[state] = old(state).plus(named(rate, name).times(dt));
  return { next, mid, held, currents, order };
}

function named(expressions: Named, name: string): Expression {
  const found = expressions[name];
  if (!found) throw new Error(`The cell's equations give no "${name}"; expected one of ${Object.keys(expressions).join(', ')}.`);
  return found;
}

function outputsOf({ stiff }: CellModel, { currents, mid }: Advanced): Named {
  return { total: currents.total, ...Object.fromEntries(stiff.map((name) => [name, named(mid, name)])), ...currents.named };
}

/** Ideal clamp: the membrane is at voltage.v (midpoint of the step) whatever the current. */
export function idealClampStep(model: CellModel): StepGraph {
  const graph = new Graph();
  const v = graph.input('voltage', 'v');
  const dt = graph.input('timestep', 'dt');
  const advanced = advance(model, graph, v, dt, dt.times(0.5), () => graph.constant(0));
  return { model, graph, next: advanced.next, outputs: outputsOf(model, advanced), order: advanced.order };
}

/** Inputs of a membrane step that belong to electrode and amplifier, in the order engines take them. */
export const CLAMP_INPUTS = ['command', 'coupling', 'stimulus', 'predictionGain', 'estimateRate', 'cancel', 'offset'] as const;
export type ClampInput = (typeof CLAMP_INPUTS)[number];

/**
 * Membrane behind electrode and amplifier (Lei 2020, Phil Trans A 10.1098/rsta.2019.0348, reduced to one effective series resistance):
 * dV/dt = coupling (pipette - V) - I(V) + stimulus, with the amplifier's estimate dE/dt = estimateRate (command - E) and its prediction
 * pipette = command + offset + predictionGain (command - E). The record is the electrode's current less the cancelled share of the
 * slow-capacitance signal, coupling (pipette - V) - cancel dE/dt. V relaxes exponentially with the slope conductance at the midpoint, so
 * that a stiff electrode needs no small steps. Inputs: clamp.command (mV, midpoint), clamp.coupling = 1 / (Rs Cm) (1/ms; 0: free running),
 * clamp.stimulus (A/F), clamp.predictionGain = alpha / (1 - alpha), clamp.estimateRate = 1 / ((1 - alpha) Rs Cm) (1/ms), clamp.cancel,
 * clamp.offset (remaining junction and electrode potentials, mV). Outputs also vMid (mV), vPredicted (vMid as predicted by the step before,
 * mV), electrode (the record at the midpoint, pA/pF), dvdt (mV/ms).
 */
export function membraneStep(model: CellModel): StepGraph {
  const graph = new Graph();
  const g = graph;
  const dt = g.input('timestep', 'dt');
  const half = dt.times(0.5);
  const clamp = (name: ClampInput): Expression => g.input('clamp', name);
  const command = clamp('command');
  const coupling = clamp('coupling');
  const v = g.input('state', 'v');
  const estimate = relax(g, { inf: command, rate: clamp('estimateRate') }, g.input('state', 'vEstimate'), half);
  const lag = command.minus(estimate.mid);
  const pipette = command.plus(clamp('offset')).plus(lag.times(clamp('predictionGain')));
  const drive = pipette.times(coupling).plus(clamp('stimulus'));

  const predicted = relaxVoltage(g, v, drive, coupling, g.input('state', 'vBase'), g.input('state', 'vSlope'), half);
  const vMid = predicted.atEnd;
  const advanced = advance(model, g, vMid, dt, half, (leak) => g.select(g.less(0, coupling), 0, leak));
  const held = new Set(advanced.held);
  const slope = derivative(advanced.currents.total, vMid, held);
  const base = advanced.currents.total.minus(slope.times(vMid));
  const corrected = relaxVoltage(g, v, drive, coupling, base, slope, half);
  const final = corrected.again(corrected.atEnd);
  return {
    model,
    graph,
    next: { ...advanced.next, v: final, vBase: base, vSlope: slope, vEstimate: estimate.end },
    outputs: {
      ...outputsOf(model, advanced),
      vMid: corrected.atEnd,
      vPredicted: vMid,
      electrode: pipette
        .minus(corrected.atEnd)
        .times(coupling)
        .minus(lag.times(clamp('estimateRate')).times(clamp('cancel'))),
      dvdt: final.minus(v).over(dt),
    },
    order: advanced.order,
  };
}

/**
 * Membrane without an electrode: dV/dt = -I(V) + stimulus. Every conductance counts in the slope, the curvature of the
 * others is left to the midpoint; over a step V relaxes by the rational form 1 / (1 + x/2 + x^2/12) of (1 - e^-x) / x,
 * right to the fourth power of x = slope dt, which is small where steps follow dV/dt.
 * Input: clamp.stimulus (A/F). Outputs also vMid (mV), vPredicted (vMid as predicted by the step before, mV), dvdt (mV/ms).
 */
export function freeStep(model: CellModel): StepGraph {
  return unclampedStep(model, false);
}

/** The same with the inward rectifier that a dynamic clamp adds (parameter dynamicClamp.IK1), for paced cells. */
export function pacedStep(model: CellModel): StepGraph {
  return unclampedStep(model, true);
}

function unclampedStep(model: CellModel, dynamicClamp: boolean): StepGraph {
  const graph = new Graph();
  const g = graph;
  const dt = g.input('timestep', 'dt');
  const half = dt.times(0.5);
  const stimulus = g.input('clamp', 'stimulus');
  const v = g.input('state', 'v');
  const relaxed = (base: Expression, slope: Expression, step: Expression): ((from: Expression) => Expression) => {
    const x = slope.times(step);
    const gain = step.over(x.times(x.times(1 / 12).plus(0.5)).plus(1));
    return (from) => from.plus(stimulus.minus(base).minus(slope.times(from)).times(gain));
  };
  const vMid = relaxed(g.input('state', 'vBase'), g.input('state', 'vSlope'), half)(v);
  const advanced = advance(model, g, vMid, dt, half, (leak) => leak);
  const next: Record<string, Expression> = { ...advanced.next };
  let { conductance: slope, total } = advanced.currents;
  if (dynamicClamp) {
    const added = addedRectifier(g, vMid, model);
    const block = relax(g, added.block, g.input('state', 'addedBlock'), half);
    next['addedBlock'] = block.end;
    const conductance = added.conductance(block.mid);
    slope = slope.plus(conductance);
    total = total.plus(conductance.times(vMid.minus(added.reversal)));
  }
  const base = total.minus(slope.times(vMid));
  const half1 = relaxed(base, slope, half);
  const corrected = half1(v);
  const final = half1(corrected);
  return {
    model,
    graph,
    next: { ...next, v: final, vBase: base, vSlope: slope },
    outputs: { ...outputsOf(model, advanced), vMid: corrected, vPredicted: vMid, dvdt: final.minus(v).over(dt) },
    order: advanced.order,
  };
}

/** Solves dV/dt = drive - base - (coupling + slope) V over a step; `again` applies the same relaxation once more. */
function relaxVoltage(
  g: Graph,
  v: Expression,
  drive: Expression,
  coupling: Expression,
  base: Expression,
  slope: Expression,
  step: Expression,
): { atEnd: Expression; again: (from: Expression) => Expression } {
  const lambda = coupling.plus(slope);
  const x = lambda.times(step);
  // (1 - exp(-x)) / x, by series near 0; finite for any sign of the slope.
  const decay = g.exp(x.negated());
  const near = g.less(x.squared(), 0.0025);
  const series = x
    .squared()
    .times(1 / 6)
    .minus(
      x
        .squared()
        .times(x)
        .times(1 / 24),
    )
    .plus(1)
    .minus(x.times(0.5));
  const gain = g.select(near, series, g.subtract(1, decay).over(g.select(near, 1, x)));
  const again = (from: Expression): Expression => from.plus(drive.minus(base).minus(lambda.times(from)).times(gain.times(step)));
  return { atEnd: again(v), again };
}
