import { INITIAL_STATE } from './parameters.ts';
import { addedRectifier } from './dynamic-clamp.ts';
import { derivative } from './derivative.ts';
import { Graph, type Expression } from './expression.ts';
import {
  CURRENTS,
  VOLTAGE_GATES,
  concentrationRates,
  currents,
  fCaFrozen,
  fCaRate,
  fCaSteadyState,
  ryanodineGates,
  voltageGates,
  type CellState,
  type Currents,
  type Kinetics,
  type VoltageGate,
} from './kernik.ts';

/**
 * One time step of the cell as a graph: second order, one evaluation of the currents a step, at its midpoint.
 * Gates relax exactly for the midpoint voltage (Rush & Larsen 1978); calcium relaxes with what it drives out itself, from a
 * predictor that uses the step before, so that long steps stay stable where it is high; sodium and potassium are kept as deviations from their initial values,
 * so that 32-bit floats hold their slow drift.
 */

/**
 * States an engine stores per cell. caSrBase ... vSlope carry the last midpoint into the next predictor; vEstimate is the
 * amplifier's own estimate of the membrane potential; addedBlock the gate of the current that a dynamic clamp adds.
 */
export const STATES = [
  'v', 'caSr', 'cai', 'dNai', 'dKi', ...VOLTAGE_GATES, 'fCa', 'ryrActive', 'ryrAvailable',
  'caSrBase', 'caSrLoss', 'caiBase', 'caiLoss', 'vBase', 'vSlope', 'vEstimate', 'addedBlock',
] as const;
export type StateName = (typeof STATES)[number];

export function initialState(): Float64Array {
  const s = INITIAL_STATE;
  const values: Record<StateName, number> = {
    v: s.V, caSr: s.caSr, cai: s.cai, dNai: 0, dKi: 0,
    d: s.d, f: s.f, xr1: s.xr1, xr2: s.xr2, xs: s.xs, m: s.m, h: s.h, j: s.j, xf: s.xf, r: s.r, s: s.s,
    dCaT: s.dCaT, fCaT: s.fCaT, fCa: s.fCa,
    ryrActive: s.ryrO + s.ryrI, ryrAvailable: s.ryrR + s.ryrO,
    caSrBase: 0, caSrLoss: 0, caiBase: 0, caiLoss: 0, vBase: 0, vSlope: 0, vEstimate: s.V, addedBlock: 1,
  };
  return Float64Array.from(STATES, (name) => values[name]);
}

export function stateIndex(name: StateName): number {
  return STATES.indexOf(name);
}

export interface StepGraph {
  readonly graph: Graph;
  /** New value of each state that the step changes. */
  readonly next: Partial<Record<StateName, Expression>>;
  /** What a caller may ask to see, all at the midpoint of the step. */
  readonly outputs: Record<string, Expression>;
  /** Nodes in a good order of computing: each gate's midpoint and end together, so that few values wait in between. */
  readonly order: readonly Expression[];
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

/** A step of dC/dt = base - loss C by the rational form 1 / (1 + x/2 + x^2/12) of (1 - e^-x) / x: never unstable, unlike base alone. */
function relaxCalcium(from: Expression, base: Expression, loss: Expression, step: Expression): Expression {
  const x = loss.times(step);
  return from.plus(base.minus(loss.times(from)).times(step).over(x.times(x.times(1 / 12).plus(0.5)).plus(1)));
}

interface Advanced {
  readonly next: Partial<Record<StateName, Expression>>;
  readonly mid: CellState;
  readonly currents: Currents;
  readonly order: readonly Expression[];
}

/** Everything but the membrane potential, for a midpoint voltage. */
function advance(g: Graph, v: Expression, dt: Expression, half: Expression): Advanced {
  const old = (name: StateName): Expression => g.input('state', name);
  const next: Partial<Record<StateName, Expression>> = {};
  const order: Expression[] = [];
  const gates = voltageGates(g, v);
  const gateMid = {} as Record<VoltageGate, Expression>;
  for (const name of VOLTAGE_GATES) {
    const relaxed = relax(g, gates[name], old(name), half);
    gateMid[name] = relaxed.mid;
    next[name] = relaxed.end;
    order.push(relaxed.mid, relaxed.end);
  }
  const caiMid = relaxCalcium(old('cai'), old('caiBase'), old('caiLoss'), half);
  const caSrMid = relaxCalcium(old('caSr'), old('caSrBase'), old('caSrLoss'), half);

  const fCaInf = fCaSteadyState(g, caiMid);
  const frozen = fCaFrozen(g, v, fCaInf, old('fCa'));
  const fCa = relax(g, { inf: fCaInf, rate: fCaRate(g) }, old('fCa'), half);
  const fCaMid = g.select(frozen, old('fCa'), fCa.mid);
  next.fCa = g.select(frozen, old('fCa'), fCa.end);

  const ryr = ryanodineGates(g, caiMid, caSrMid);
  const active = relax(g, ryr.active, old('ryrActive'), half);
  const available = relax(g, ryr.available, old('ryrAvailable'), half);
  next.ryrActive = active.end;
  next.ryrAvailable = available.end;
  order.push(fCaMid, next.fCa, active.mid, active.end, available.mid, available.end);

  const mid: CellState = {
    ...gateMid,
    cai: caiMid,
    caSr: caSrMid,
    nai: old('dNai').plus(INITIAL_STATE.nai),
    ki: old('dKi').plus(INITIAL_STATE.ki),
    fCa: fCaMid,
    ryrActive: active.mid,
    ryrAvailable: available.mid,
  };
  const flowing = currents(g, v, mid);
  const rates = concentrationRates(g, mid, flowing);
  // Side by side rather than gate by gate: a processor works on a dozen exponentials at once, on one gate's chain it waits.
  const kinetics = Object.values(gates);
  order.unshift(
    ...kinetics.map((gate) => gate.inf),
    ...kinetics.map((gate) => gate.rate),
    flowing.IK1, flowing.INaCa, flowing.INaK, flowing.IbCa, flowing.IbNa,
    ryr.active.rate, ryr.available.rate, fCaInf,
    ...kinetics.map((gate) => g.exp(gate.rate.times(half.negated()))),
  );
  next.caiLoss = rates.caiLoss;
  next.caSrLoss = rates.caSrLoss;
  next.caiBase = rates.cai.plus(rates.caiLoss.times(caiMid));
  next.caSrBase = rates.caSr.plus(rates.caSrLoss.times(caSrMid));
  next.cai = relaxCalcium(old('cai'), next.caiBase, rates.caiLoss, dt);
  next.caSr = relaxCalcium(old('caSr'), next.caSrBase, rates.caSrLoss, dt);
  next.dNai = old('dNai').plus(rates.nai.times(dt));
  next.dKi = old('dKi').plus(rates.ki.times(dt));
  return { next, mid, currents: flowing, order };
}

function outputsOf(advanced: Advanced): Record<string, Expression> {
  const outputs: Record<string, Expression> = { total: advanced.currents.total, cai: advanced.mid.cai };
  for (const name of CURRENTS) outputs[name] = advanced.currents[name];
  return outputs;
}

/** Ideal clamp: the membrane is at voltage.v (midpoint of the step), whatever flows. */
export function idealClampStep(): StepGraph {
  const graph = new Graph();
  const v = graph.input('voltage', 'v');
  const dt = graph.input('timestep', 'dt');
  const advanced = advance(graph, v, dt, dt.times(0.5));
  return { graph, next: advanced.next, outputs: outputsOf(advanced), order: advanced.order };
}

/** Inputs of a membrane step that belong to electrode and amplifier, in the order engines take them. */
export const CLAMP_INPUTS = ['command', 'coupling', 'stimulus', 'predictionGain', 'estimateRate', 'cancel', 'offset'] as const;
export type ClampInput = (typeof CLAMP_INPUTS)[number];

/**
 * Membrane behind electrode and amplifier (Lei 2020, Phil Trans A 10.1098/rsta.2019.0348, reduced to one effective series
 * resistance): dV/dt = coupling (pipette - V) - I(V) + stimulus, with the amplifier's estimate dE/dt = estimateRate
 * (command - E) and its prediction pipette = command + offset + predictionGain (command - E). The record is the electrode's current
 * less the cancelled share of the slow-capacitance signal, coupling (pipette - V) - cancel dE/dt. V relaxes exponentially
 * with the slope conductance at the midpoint, so that a stiff electrode needs no small steps.
 * Inputs: clamp.command (mV, midpoint), clamp.coupling = 1 / (Rs Cm) (1/ms; 0: free running), clamp.stimulus (A/F),
 * clamp.predictionGain = alpha / (1 - alpha), clamp.estimateRate = 1 / ((1 - alpha) Rs Cm) (1/ms), clamp.cancel, clamp.offset (junction and
 * electrode potentials left over, mV).
 * Outputs also vMid (mV), vPredicted (what the step before told of vMid, mV), electrode (the record at the midpoint, pA/pF), dvdt (mV/ms).
 */
export function membraneStep(): StepGraph {
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
  const advanced = advance(g, vMid, dt, half);
  const held = new Set<Expression>([
    ...VOLTAGE_GATES.map((name) => advanced.mid[name]),
    advanced.mid.fCa, advanced.mid.cai, advanced.mid.caSr, advanced.mid.ryrActive, advanced.mid.ryrAvailable,
  ]);
  const slope = derivative(advanced.currents.total, vMid, held);
  const base = advanced.currents.total.minus(slope.times(vMid));
  const corrected = relaxVoltage(g, v, drive, coupling, base, slope, half);
  const final = corrected.again(corrected.atEnd);
  return {
    graph,
    next: { ...advanced.next, v: final, vBase: base, vSlope: slope, vEstimate: estimate.end },
    outputs: {
      ...outputsOf(advanced),
      vMid: corrected.atEnd,
      vPredicted: vMid,
      electrode: pipette.minus(corrected.atEnd).times(coupling).minus(lag.times(clamp('estimateRate')).times(clamp('cancel'))),
      dvdt: final.minus(v).over(dt),
    },
    order: advanced.order,
  };
}

/**
 * Membrane without an electrode: dV/dt = -I(V) + stimulus. Every conductance counts in the slope, the curvature of the
 * others is left to the midpoint; over a step V relaxes by the rational form 1 / (1 + x/2 + x^2/12) of (1 - e^-x) / x,
 * right to the fourth power of x = slope dt, which is small where steps follow dV/dt.
 * Input: clamp.stimulus (A/F). Outputs also vMid (mV), dvdt (mV/ms).
 */
export function freeStep(): StepGraph {
  return unclampedStep(false);
}

/** The same with the inward rectifier that a dynamic clamp adds (parameter dynamicClamp.IK1), for paced cells. */
export function pacedStep(): StepGraph {
  return unclampedStep(true);
}

function unclampedStep(dynamicClamp: boolean): StepGraph {
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
  const advanced = advance(g, vMid, dt, half);
  const next = { ...advanced.next };
  let { conductance: slope, total } = advanced.currents;
  if (dynamicClamp) {
    const added = addedRectifier(g, vMid);
    const block = relax(g, added.block, g.input('state', 'addedBlock'), half);
    next.addedBlock = block.end;
    const conductance = added.conductance(block.mid);
    slope = slope.plus(conductance);
    total = total.plus(conductance.times(vMid.minus(added.reversal)));
  }
  const base = total.minus(slope.times(vMid));
  const half1 = relaxed(base, slope, half);
  const corrected = half1(v);
  const final = half1(corrected);
  return {
    graph,
    next: { ...next, v: final, vBase: base, vSlope: slope },
    outputs: { ...outputsOf(advanced), vMid: corrected, dvdt: final.minus(v).over(dt) },
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
  const series = x.squared().times(1 / 6).minus(x.squared().times(x).times(1 / 24)).plus(1).minus(x.times(0.5));
  const gain = g.select(near, series, g.subtract(1, decay).over(g.select(near, 1, x)));
  const again = (from: Expression): Expression =>
    from.plus(drive.minus(base).minus(lambda.times(from)).times(gain.times(step)));
  return { atEnd: again(v), again };
}
