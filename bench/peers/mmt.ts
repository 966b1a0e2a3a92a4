import { ADJUSTABLE } from '../../src/core/cell/adjustable.ts';
import { Graph, type Expression } from '../../src/core/cell/expression.ts';
import {
  VOLTAGE_GATES, concentrationRates, currents, fCaFrozen, fCaSteadyState, F_CA_RATE, ryanodineGates, voltageGates, type CellState, type Kinetics, type VoltageGate,
} from '../../src/core/cell/kernik.ts';
import { INITIAL_STATE } from '../../src/core/cell/parameters.ts';
import { printOperator, type Dialect } from '../../src/core/cell/print-operator.ts';
import { reachable } from '../../src/core/simulate/scalar-engine.ts';

/** Name of a cell value in the exported model. */
export function constantName(id: string): string {
  return `p_${id.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}

/**
 * The cell as a Myokit model, printed from the project's own expressions: right-hand sides only, so that the other solver
 * chooses steps and scheme itself.
 * @param clamped the membrane is at base + slope (time - start) of three pacing signals, instead of following its current
 */
export function myokitModel(clamped: boolean): string {
  const g = new Graph();
  const state = (name: string): Expression => g.input('state', name);
  const v = clamped ? g.input('voltage', 'V') : state('V');
  const gates = voltageGates(g, v);
  const gateStates = Object.fromEntries(VOLTAGE_GATES.map((name) => [name, state(name)])) as Record<VoltageGate, Expression>;
  const cell: CellState = {
    ...gateStates,
    caSr: state('caSr'), cai: state('cai'), nai: state('nai'), ki: state('ki'), fCa: state('fCa'),
    ryrActive: state('ryrActive'), ryrAvailable: state('ryrAvailable'),
  };
  const towards = (kinetics: Kinetics, value: Expression): Expression => kinetics.inf.minus(value).times(kinetics.rate);
  const flowing = currents(g, v, cell);
  const rates = concentrationRates(g, cell, flowing);
  const fCaInf = fCaSteadyState(g, cell.cai);
  const ryr = ryanodineGates(g, cell.cai, cell.caSr);
  const s = INITIAL_STATE;
  const initialGates: Readonly<Record<VoltageGate, number>> = INITIAL_STATE;
  const equations: [name: string, start: number, rate: Expression][] = [
    ...(clamped ? [] : [['V', s.V, flowing.total.negated()] as [string, number, Expression]]),
    ['caSr', s.caSr, rates.caSr], ['cai', s.cai, rates.cai], ['nai', s.nai, rates.nai], ['ki', s.ki, rates.ki],
    ...VOLTAGE_GATES.map((name): [string, number, Expression] => [name, initialGates[name], towards(gates[name], gateStates[name])]),
    ['fCa', s.fCa, g.select(fCaFrozen(g, v, fCaInf, cell.fCa), 0, towards({ inf: fCaInf, rate: g.constant(F_CA_RATE) }, cell.fCa))],
    ['ryrActive', s.ryrO + s.ryrI, towards(ryr.active, cell.ryrActive)],
    ['ryrAvailable', s.ryrR + s.ryrO, towards(ryr.available, cell.ryrAvailable)],
  ];
  const nodes = reachable([...equations.map(([, , rate]) => rate), flowing.total]).filter(
    (node) => node.op !== 'constant' && node.op !== 'input' && node.op !== 'less' && node.op !== 'and',
  );
  return `[[model]]
name: TwinClamp cell
${equations.map(([name, start]) => `cell.${name} = ${start}`).join('\n')}

[engine]
time = 0 bind time
${clamped ? 'base = 0 bind base\nslope = 0 bind slope\nstart = 0 bind start\n' : ''}
[cell]
${ADJUSTABLE.map(({ id, value }) => `${constantName(id)} = ${value}`).join('\n')}
${clamped ? 'V = engine.base + engine.slope * (engine.time - engine.start)\n' : ''}${nodes.map((node) => `${ref(node)} = ${print(node)}`).join('\n')}
total = ${ref(flowing.total)}
${equations.map(([name, , rate]) => `dot(${name}) = ${ref(rate)}`).join('\n')}
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
