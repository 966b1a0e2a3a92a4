import type { CellModel } from './cell-model.ts';
import type { Named } from './cell-equations.ts';
import { Graph, type Expression } from './expression.ts';
import type { Kinetics } from './kinetics.ts';

/** A state of the continuous cell: what a solver of differential equations integrates. */
export interface RateState {
  readonly name: string;
  readonly kind: 'potential' | 'concentration' | 'gate';
  /** Published initial value: mV, mM or a fraction. */
  readonly initial: number;
  /** Time derivative, per ms. */
  readonly rate: Expression;
  /** Of a gate. */
  readonly kinetics: Kinetics | null;
}

export interface RateEquations {
  readonly model: CellModel;
  readonly graph: Graph;
  /** Potential first, then gates and concentrations; concentrations as such, not as deviations. */
  readonly states: readonly RateState[];
  /** Currents by name, A/F, without leak. */
  readonly currents: Named;
  readonly leak: Expression;
  /** All currents with the leak, A/F. */
  readonly total: Expression;
  /** What is applied, A/F, positive depolarises. */
  readonly stimulus: Expression;
}

/** Inputs of the periodic stimulus, besides the time clamp.time (ms). */
export const PACING_INPUTS = ['amplitude', 'start', 'duration', 'period'] as const;

/** Input of the blocked fraction of a current, 0 to 1. */
export const blockInput = (current: string): string => `block.${current}`;

/** A graph in which the conductance of a current is what its block leaves: simple pore block, as `applyBlock` does to values. */
class GraphWithBlock extends Graph {
  readonly #blocked: ReadonlyMap<string, { readonly current: string; readonly unit: string }>;

  constructor(model: CellModel) {
    super();
    this.#blocked = new Map(
      model.currents.flatMap((current) => {
        const conductance = model.conductanceOf(current);
        return conductance === null ? [] : [[conductance.id, { current, unit: conductance.unit }] as const];
      }),
    );
  }

  override input(...[kind, name]: Parameters<Graph['input']>): Expression {
    const given = super.input(kind, name);
    const blocked = kind === 'parameter' ? this.#blocked.get(name) : undefined;
    if (blocked === undefined) return given;
    const left = this.subtract(1, super.input('parameter', blockInput(blocked.current)));
    return this.label(`${blocked.current}_unblocked`, blocked.unit, given.times(left));
  }
}

/**
 * The free cell as dx/dt: the equations that the engines step (steps.ts), for any solver. Units mV, ms, mM, A/F.
 * Inputs: state.NAME, the parameters of the model and block.CURRENT, clamp.time and clamp.amplitude, start, duration, period of the pacing.
 */
export function rateEquations(model: CellModel): RateEquations {
  const g = new GraphWithBlock(model);
  const { equations, stiff, slow } = model;
  const old = (name: string): Expression => g.input('state', name);
  const v = old('v');
  const now: Record<string, Expression> = {};
  const gates = new Map<string, { kinetics: Kinetics; rate: Expression }>();
  const relax = (name: string, kinetics: Kinetics, frozen?: Expression): void => {
    now[name] = old(name);
    const rate = frozen ? g.select(frozen, 0, kinetics.rate) : kinetics.rate;
    gates.set(name, { kinetics: { inf: kinetics.inf, rate }, rate: kinetics.inf.minus(old(name)).times(rate) });
  };
  for (const [name, kinetics] of Object.entries(equations.voltageGates(g, v))) relax(name, kinetics);
  for (const name of stiff) now[name] = old(name);
  equations.coupledGates(g, v, now, old, relax);
  for (const { name } of slow) now[name] = old(name);
  const currents = equations.currents(g, v, now);
  const { rate } = equations.rates(g, now, currents, currents.leak);
  const stimulus = periodicPulse(g);
  const start = model.initialState();
  const initialOf = (state: string): number => start[model.placeOf(state)] ?? NaN;
  const concentration = (name: string, initial: number): RateState => {
    const found = rate[name];
    if (!found) throw new Error(`The equations of ${model.id} give no rate of "${name}".`);
    return { name, kind: 'concentration', initial, rate: found, kinetics: null };
  };
  const states: RateState[] = [
    { name: 'v', kind: 'potential', initial: initialOf('v'), rate: stimulus.minus(currents.total), kinetics: null },
    ...[...gates].map(([name, gate]): RateState => ({ name, kind: 'gate', initial: initialOf(name), ...gate })),
    ...stiff.map((name) => concentration(name, initialOf(name))),
    ...slow.map(({ name, initialMm }) => concentration(name, initialMm)),
  ];
  return { model, graph: g, states, currents: currents.named, leak: currents.leak, total: currents.total, stimulus };
}

/** Amplitude for `duration` from `start` on, every `period`, ms. */
function periodicPulse(g: Graph): Expression {
  const [amplitude, start, duration, period] = PACING_INPUTS.map((name) => g.input('clamp', name)) as [
    Expression,
    Expression,
    Expression,
    Expression,
  ];
  const time = g.input('clamp', 'time');
  const since = time.minus(start);
  const phase = g.label('stim_phase', 'ms', since.minus(g.floor(since.over(period)).times(period)));
  return g.select(g.less(time, start), 0, g.select(g.less(phase, duration), amplitude, 0));
}
