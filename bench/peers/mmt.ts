import type { CellModel } from '../../src/core/cell/cell-model.ts';
import { Graph, type Expression } from '../../src/core/cell/expression.ts';
import type { Kinetics } from '../../src/core/cell/kinetics.ts';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { printOperator, type Dialect } from '../../src/core/cell/print-operator.ts';
import { reachable } from '../../src/core/simulate/scalar-engine.ts';

/** The command of a clamp, as a ramp that the protocol sets. */
const RAMP = 'V = engine.base + engine.slope * (engine.time - engine.start)\n';

/** Name of a cell value in the exported model. */
export function constantName(id: string): string {
  return `p_${id.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}

/** Name of a current in the exported model. */
export function currentName(name: string): string {
  return `current_${name}`;
}

/**
 * A cell as a Myokit model, printed from the project's own expressions: right-hand sides only, so that the other solver
 * chooses its own steps and scheme.
 * @param clamped the membrane is at base + slope (time - start) of three pacing signals, instead of following its current
 */
export function myokitModel(clamped: boolean, model: CellModel = DEFAULT_CELL): string {
  const { equations, stiff, slow } = model;
  const g = new Graph();
  const state = (name: string): Expression => g.input('state', name);
  const v = clamped ? g.input('voltage', 'V') : state('v');
  const rates: [name: string, rate: Expression][] = [];
  const mid: Record<string, Expression> = {};
  const relax = (name: string, { inf, rate }: Kinetics, frozen?: Expression): void => {
    mid[name] = state(name);
    const towards = inf.minus(state(name)).times(rate);
    rates.push([name, frozen ? g.select(frozen, 0, towards) : towards]);
  };
  for (const [name, kinetics] of Object.entries(equations.voltageGates(g, v))) relax(name, kinetics);
  for (const name of stiff) mid[name] = state(name);
  equations.coupledGates(g, v, mid, state, relax);
  for (const { state: deviation, name, initialMm } of slow) mid[name] = state(deviation).plus(initialMm);
  const flowing = equations.currents(g, v, mid);
  const { rate } = equations.rates(g, mid, flowing, clamped ? g.constant(0) : flowing.leak);
  const given = (name: string): Expression => rate[name] ?? g.constant(0);
  rates.push(
    ...stiff.map((name): [string, Expression] => [name, given(name)]),
    ...slow.map((one): [string, Expression] => [one.state, given(one.name)]),
  );
  if (!clamped) rates.unshift(['v', flowing.total.negated()]);
  const start = model.initialState();
  const nodes = reachable([...rates.map(([, expression]) => expression), flowing.total, ...Object.values(flowing.named)]).filter(
    (node) => node.op !== 'constant' && node.op !== 'input' && node.op !== 'less' && node.op !== 'and',
  );
  return `[[model]]
name: TwinClamp cell
${rates.map(([name]) => `cell.${name} = ${start[model.placeOf(name)]}`).join('\n')}

[engine]
time = 0 bind time
${clamped ? 'base = 0 bind base\nslope = 0 bind slope\nstart = 0 bind start\n' : ''}
[cell]
${model.adjustable.map(({ id, value }) => `${constantName(id)} = ${value}`).join('\n')}
${clamped ? RAMP : ''}${nodes.map((node) => `${ref(node)} = ${print(node)}`).join('\n')}
total = ${ref(flowing.total)}
${model.currents.map((name) => `${currentName(name)} = ${ref(flowing.named[name] as Expression)}`).join('\n')}
${rates.map(([name, expression]) => `dot(${name}) = ${ref(expression)}`).join('\n')}
`;
}

/** An input's name, a condition in place, else the variable that holds the node. */
const MYOKIT: Dialect = {
  ref: (node) => {
    if (node.op === 'constant' || node.op === 'input') return print(node);
    return node.op === 'less' || node.op === 'and' ? `(${print(node)})` : `n${node.id}`;
  },
  constant: (value) => (value < 0 ? `(${value})` : `${value}`),
  input: (name) => {
    const id = name.slice(name.indexOf('.') + 1);
    return name.startsWith('parameter.') ? constantName(id) : id;
  },
  call: (name, argument) => `${name}(${argument})`,
  and: (a, b) => `${a} and ${b}`,
  select: (condition, a, b) => `if(${condition}, ${a}, ${b})`,
};

const ref = (node: Expression): string => MYOKIT.ref(node);

function print(node: Expression): string {
  return printOperator(node, MYOKIT);
}
