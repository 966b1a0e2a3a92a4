import type { Expression } from '../../../cell/expression.ts';
import type { RateEquations } from '../../../cell/rate-equations.ts';
import { parameterName, stateName } from './names.ts';

/** A number that a user of the file may change. */
export interface ReadableParameter {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly comment: string;
}

export interface ReadableState {
  readonly name: string;
  readonly unit: string;
  readonly initial: number;
  readonly comment: string;
  readonly rate: Expression;
  /** Name of the steady state and of the rate (1/ms) where the state is a gate. */
  readonly gate: { readonly inf: string; readonly rate: string } | null;
}

/** A quantity between parameters and rates, in an order in which each can be computed. */
export interface ReadableVariable {
  readonly name: string;
  /** Empty where nothing but its place in an equation says it. */
  readonly unit: string;
  readonly comment: string;
  readonly node: Expression;
}

/** A cell as differential equations under names that people read: what every model file is printed from. */
export interface ReadableModel {
  readonly parameters: readonly ReadableParameter[];
  readonly pacing: readonly ReadableParameter[];
  readonly states: readonly ReadableState[];
  readonly variables: readonly ReadableVariable[];
  /** Names of all that is not written out where it is used: of two variables of one quantity, the name of the first. */
  readonly nameOf: ReadonlyMap<Expression, string>;
}

/** Whether formulas use the variable by its name: not that of a constant, nor a second name of one quantity. */
export function isUsed({ nameOf }: Pick<ReadableModel, 'nameOf'>, { name, node }: ReadableVariable): boolean {
  return nameOf.get(node) === name;
}

export const TIME = 'time';
export const STIMULUS = 'I_stim';
export const TOTAL = 'I_total';

/** Operations from which on a quantity that is used more than once gets a name. */
const WORTH_A_NAME = 2;

/**
 * @param values of the model's adjustable parameters, in their order
 * @param about what to say of a parameter, by id
 */
export function readableModel(equations: RateEquations, values: ArrayLike<number>, about: (id: string) => string): ReadableModel {
  const { model, graph, states } = equations;
  const nameOf = new Map<Expression, string>();
  const units = new Map<string, { unit: string; comment: string; node: Expression }>();
  const give = (name: string, unit: string, comment: string, node: Expression): void => {
    if (units.has(name)) throw new Error(`Two quantities of ${model.id} would be called "${name}".`);
    units.set(name, { unit, comment, node });
    if (node.op !== 'constant' && !nameOf.has(node)) nameOf.set(node, name);
  };
  const input = (kind: 'parameter' | 'state' | 'clamp', id: string, name: string): void => {
    nameOf.set(graph.input(kind, id), name);
  };
  input('clamp', 'time', TIME);
  const pacing = pacingParameters();
  for (const { name } of pacing) input('clamp', name.replace('stim_', ''), name);
  const parameters = parametersOf(equations, values, about);
  for (const node of graph.nodes) {
    if (node.op === 'input' && node.name.startsWith('parameter.')) nameOf.set(node, parameterName(node.name.slice('parameter.'.length)));
  }
  for (const { name } of states) input('state', name, stateName(name));

  for (const [name, node] of Object.entries(equations.currents)) give(name, 'A/F', 'current, outward positive', node);
  give(TOTAL, 'A/F', 'all currents of the membrane and of the seal', equations.total);
  give(STIMULUS, 'A/F', 'stimulus, positive depolarises', equations.stimulus);
  for (const { name, kinetics } of states) {
    if (kinetics === null) continue;
    give(`${stateName(name)}_inf`, '1', `steady state of ${stateName(name)}`, kinetics.inf);
    give(`${stateName(name)}_rate`, '1/ms', `1 / time constant of ${stateName(name)}`, kinetics.rate);
  }
  const roots = [...[...units.values()].map(({ node }) => node), ...states.map(({ rate }) => rate)];
  const order = reachableFrom(roots);
  for (const [node, label] of graph.labels) if (order.includes(node) && !nameOf.has(node)) give(label.name, label.unit, '', node);
  nameShared(order, roots, nameOf, units);
  return {
    parameters,
    pacing,
    states: states.map((state) => ({
      name: stateName(state.name),
      unit: state.kind === 'potential' ? 'mV' : state.kind === 'gate' ? '1' : 'mM',
      initial: state.initial,
      comment: stateComment(state, equations),
      rate: state.rate,
      gate: state.kinetics === null ? null : { inf: `${stateName(state.name)}_inf`, rate: `${stateName(state.name)}_rate` },
    })),
    variables: inOrder(units, order),
    nameOf,
  };
}

function pacingParameters(): ReadableParameter[] {
  return [
    { name: 'stim_amplitude', unit: 'A/F', value: 0, comment: 'stimulus, positive depolarises; 0: the cell beats by itself' },
    { name: 'stim_start', unit: 'ms', value: 100, comment: 'first stimulus' },
    { name: 'stim_duration', unit: 'ms', value: 5, comment: 'length of a stimulus' },
    { name: 'stim_period', unit: 'ms', value: 1000, comment: 'from stimulus to stimulus' },
  ];
}

function parametersOf({ model, graph }: RateEquations, values: ArrayLike<number>, about: (id: string) => string): ReadableParameter[] {
  const used = new Set(graph.nodes.filter(({ op }) => op === 'input').map(({ name }) => name));
  const own = model.adjustable.flatMap(({ id, unit }, i) =>
    used.has(`parameter.${id}`) ? [{ name: parameterName(id), unit, value: values[i] ?? NaN, comment: about(id) }] : [],
  );
  const blocks = model.currents
    .filter((current) => used.has(`parameter.block.${current}`))
    .map((current) => ({
      name: parameterName(`block.${current}`),
      unit: '1',
      value: 0,
      comment: `share of ${current} that a drug blocks, 0 to 1`,
    }));
  return [...own, ...blocks];
}

const CONCENTRATIONS: Readonly<Record<string, string>> = {
  cai: 'calcium in the cytosol',
  caSr: 'calcium in the sarcoplasmic reticulum',
  nai: 'sodium in the cytosol',
  ki: 'potassium in the cytosol',
};

/** A gate is called after the currents that it opens. */
function stateComment({ name, kind }: RateEquations['states'][number], { graph, currents }: RateEquations): string {
  if (kind === 'potential') return 'membrane potential';
  if (kind === 'concentration') return CONCENTRATIONS[name] ?? 'concentration';
  const gate = graph.input('state', name);
  const opened = Object.keys(currents).filter((current) => reachableFrom([currents[current] as Expression]).includes(gate));
  return opened.length > 0 ? `gate of ${opened.join(', ')}` : 'gate of the release from the sarcoplasmic reticulum';
}

/** Arguments before what uses them. */
export function reachableFrom(roots: readonly Expression[]): Expression[] {
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    for (const arg of node.args) visit(arg);
    seen.add(node);
  };
  for (const root of roots) visit(root);
  return [...seen];
}

/** Names what is used more than once and more than a product, after the named quantity that uses it first. */
function nameShared(
  order: readonly Expression[],
  roots: readonly Expression[],
  nameOf: Map<Expression, string>,
  units: Map<string, { unit: string; comment: string; node: Expression }>,
): void {
  const uses = new Map<Expression, number>();
  for (const node of order) for (const arg of node.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  for (const root of roots) uses.set(root, (uses.get(root) ?? 0) + 1);
  const size = new Map<Expression, number>();
  const shared: Expression[] = [];
  for (const node of order) {
    const costly = node.op === 'exp' || node.op === 'log' || node.op === 'sqrt' ? WORTH_A_NAME : 1;
    const own = node.args.length === 0 ? 0 : costly + node.args.reduce((sum, arg) => sum + (size.get(arg) ?? 0), 0);
    const isShared = (uses.get(node) ?? 0) > 1 && own >= WORTH_A_NAME && node.op !== 'less' && node.op !== 'and';
    if (isShared && !nameOf.has(node)) shared.push(node);
    size.set(node, isShared || nameOf.has(node) ? 0 : own);
  }
  const owners = ownersOf(order, nameOf);
  const count = new Map<string, number>();
  for (const node of shared) {
    const owner = owners.get(node) ?? 'rates';
    const n = (count.get(owner) ?? 0) + 1;
    count.set(owner, n);
    const name = `${owner}_part${n}`;
    units.set(name, { unit: '', comment: `part of ${owner}`, node });
    nameOf.set(node, name);
  }
}

/** The first named quantity, in the order of computing, that each unnamed one is a part of. */
function ownersOf(order: readonly Expression[], nameOf: ReadonlyMap<Expression, string>): Map<Expression, string> {
  const owners = new Map<Expression, string>();
  for (const node of order) {
    const name = nameOf.get(node);
    if (name === undefined) continue;
    const claim = (part: Expression): void => {
      if (owners.has(part) || nameOf.has(part) || part.op === 'constant') return;
      owners.set(part, name);
      part.args.forEach(claim);
    };
    node.args.forEach(claim);
  }
  return owners;
}

function inOrder(
  units: ReadonlyMap<string, { unit: string; comment: string; node: Expression }>,
  order: readonly Expression[],
): ReadableVariable[] {
  const place = new Map(order.map((node, i) => [node, i]));
  return [...units].map(([name, rest]) => ({ name, ...rest })).sort((a, b) => (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0));
}
