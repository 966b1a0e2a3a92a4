import type { CellModel } from '../cell/cell-model.ts';
import { DEPENDS, type Expression } from '../cell/expression.ts';
import { printOperator, type Dialect } from '../cell/print-operator.ts';
import { CLAMP_INPUTS, type ClampInput, type StepGraph } from '../cell/steps.ts';

/**
 * Scalar float64 engine: the step graph printed as straight-line JavaScript. Terms of the parameters alone are computed
 * once per cell (`prepare`), the rest every step.
 */
export interface ScalarEngine {
  /** values: in the order of the model's adjustable parameters. Result is what `step` takes as `cell`. */
  prepare(values: Float64Array): Float64Array;
  /**
   * Advances `state` (order of the model's states) in place by dt ms.
   * @param voltage midpoint voltage (ideal clamp) or unused (membrane step), mV
   * @param clamp inputs of electrode and amplifier in the order of CLAMP_INPUTS; unused by the ideal clamp
   * @param outputs receives the requested outputs at the midpoint of the step
   */
  step(cell: Float64Array, state: Float64Array, voltage: number, dt: number, clamp: ArrayLike<number>, outputs: Float64Array): void;
  readonly outputs: readonly string[];
}

export function compileScalar(stepGraph: StepGraph, outputNames: readonly string[]): ScalarEngine {
  const { model } = stepGraph;
  const { adjustable } = model;
  const print = (node: Expression): string => printOperator(node, javaScript(model));
  const roots: Expression[] = [];
  const stores: string[] = [];
  for (const [name, node] of Object.entries(stepGraph.next)) {
    roots.push(node);
    stores.push(`state[${model.placeOf(name)}] = ${ref(node)};`);
  }
  outputNames.forEach((name, index) => {
    const node = stepGraph.outputs[name];
    if (!node) throw new Error(`Unknown output "${name}"; this step offers ${Object.keys(stepGraph.outputs).join(', ')}.`);
    roots.push(node);
    stores.push(`outputs[${index}] = ${ref(node)};`);
  });
  const order = reachable(roots);
  const prepared = preparedNodes(order);
  const slot = new Map(prepared.map((node, index) => [node, index]));

  const prepareLines = reachable(prepared).map((node) => `const ${ref(node)} = ${print(node)};`);
  const storePrepared = prepared.map((node, index) => `cell[${index}] = ${ref(node)};`);
  const stepLines = order
    .filter((node) => slot.has(node) || node.depends & ~DEPENDS.parameter || node.op === 'constant')
    .map((node) => {
      const index = slot.get(node);
      return `const ${ref(node)} = ${index === undefined ? print(node) : `cell[${index}]`};`;
    });
  const prepareBody = `${prepareLines.join('\n')}\n${storePrepared.join('\n')}`;
  const stepBody = `${stepLines.join('\n')}\n${stores.join('\n')}`;
  // The engine is compiled from the graph; it gets only the printed graph, and it never runs in a window.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const prepareInto = new Function('values', 'cell', prepareBody) as (v: Float64Array, c: Float64Array) => void;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const step = new Function('cell', 'state', 'voltage', 'dt', 'clamp', 'outputs', stepBody) as ScalarEngine['step'];
  return {
    prepare(values) {
      if (values.length !== adjustable.length) {
        throw new Error(`Expected ${adjustable.length} cell values, got ${values.length}.`);
      }
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0)
        throw new Error(`${adjustable[bad]?.id ?? bad}: expected a finite number, got ${values[bad]}. Correct the cell's parameters.`);
      const cell = new Float64Array(prepared.length);
      prepareInto(values, cell);
      if (cell.some((term) => !Number.isFinite(term)))
        throw new Error(`${culprit(values, model)} makes a rate or time constant of the cell infinite. Correct it.`);
      return cell;
    },
    step,
    outputs: outputNames,
  };
}

/** The value that most probably makes a term infinite: a parameter that is 0, else the farthest from the published one. */
function culprit(values: Float64Array, { adjustable }: CellModel): string {
  const off = adjustable.map(({ id, value }, i) => ({
    id,
    given: values[i] ?? NaN,
    factor: value === 0 ? 0 : Math.abs(Math.log(Math.abs((values[i] ?? NaN) / value))),
  }));
  const worst = off.reduce((a, b) => (b.factor > a.factor ? b : a));
  return `${worst.id} = ${worst.given}`;
}

/** Nodes that the roots need, arguments before users. */
export function reachable(roots: readonly Expression[]): Expression[] {
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    for (const arg of node.args) visit(arg);
    seen.add(node);
  };
  for (const root of roots) visit(root);
  return [...seen];
}

/** Terms of the parameters alone that other terms need, in graph order: computed once per cell. */
export function preparedNodes(order: readonly Expression[]): Expression[] {
  const needed = new Set<Expression>();
  for (const node of order) {
    if ((node.depends & ~DEPENDS.parameter) === 0) continue;
    for (const arg of node.args) if (arg.depends === DEPENDS.parameter) needed.add(arg);
  }
  return [...needed].sort((a, b) => a.id - b.id);
}

function ref(node: Expression): string {
  return `n${node.id}`;
}

const javaScript = (model: CellModel): Dialect => ({
  ref,
  constant: (value) => `${value}`,
  input: (name) => printInput(name, model),
  call: (name, argument) => `Math.${name}(${argument})`,
  and: (a, b) => `${a} && ${b}`,
  select: (condition, a, b) => `${condition} ? ${a} : ${b}`,
});

function printInput(name: string, model: CellModel): string {
  if (name === 'voltage.v') return 'voltage';
  if (name === 'timestep.dt') return 'dt';
  const [kind, id] = splitOnce(name);
  if (kind === 'clamp') return `clamp[${CLAMP_INPUTS.indexOf(id as ClampInput)}]`;
  if (kind === 'state') return `state[${model.placeOf(id)}]`;
  const index = model.find(id);
  if (index === undefined) throw new Error(`The cell asks for an unknown parameter "${id}".`);
  return `values[${index}]`;
}

function splitOnce(name: string): [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
