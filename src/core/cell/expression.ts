/**
 * Expression graph in which the cell is defined once. Nodes are hash-consed, so equal sub-expressions exist once. They
 * know what they depend on, so an engine computes each only when its inputs change.
 */
export type InputKind = 'parameter' | 'state' | 'voltage' | 'timestep' | 'clamp';

/** Dependency bits of a node. */
export const DEPENDS: Readonly<Record<InputKind, number>> = {
  parameter: 1,
  voltage: 2,
  timestep: 4,
  clamp: 8,
  state: 16,
};

export type Operator = 'add' | 'subtract' | 'multiply' | 'divide' | 'exp' | 'log' | 'sqrt' | 'floor' | 'less' | 'and' | 'select';

export type Operand = Expression | number;

export class Expression {
  readonly graph: Graph;
  readonly id: number;
  readonly op: Operator | 'constant' | 'input';
  readonly args: readonly Expression[];
  readonly value: number;
  readonly name: string;
  readonly depends: number;

  constructor(
    graph: Graph,
    id: number,
    op: Operator | 'constant' | 'input',
    args: readonly Expression[],
    value: number,
    name: string,
    depends: number,
  ) {
    this.graph = graph;
    this.id = id;
    this.op = op;
    this.args = args;
    this.value = value;
    this.name = name;
    this.depends = depends;
  }

  plus(other: Operand): Expression {
    return this.graph.add(this, other);
  }
  minus(other: Operand): Expression {
    return this.graph.subtract(this, other);
  }
  times(other: Operand): Expression {
    return this.graph.multiply(this, other);
  }
  over(other: Operand): Expression {
    return this.graph.divide(this, other);
  }
  negated(): Expression {
    return this.graph.multiply(this, -1);
  }
  squared(): Expression {
    return this.times(this);
  }
}

/** What people call a node, and its unit: for models that are printed to be read. */
export interface Label {
  readonly name: string;
  readonly unit: string;
}

export class Graph {
  readonly nodes: Expression[] = [];
  /** The first name of a node holds; nothing is computed differently for it. */
  readonly labels = new Map<Expression, Label>();
  private readonly known = new Map<string, Expression>();

  constant(value: number): Expression {
    if (!Number.isFinite(value)) throw new Error(`A constant of the cell must be finite, got ${value}.`);
    return this.node('constant', [], value, '', 0);
  }

  input(kind: InputKind, name: string): Expression {
    return this.node('input', [], 0, `${kind}.${name}`, DEPENDS[kind]);
  }

  add(a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    if (isConstant(x) && isConstant(y)) return this.constant(x.value + y.value);
    if (isValue(x, 0)) return y;
    if (isValue(y, 0)) return x;
    return this.commutative('add', x, y);
  }

  subtract(a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    if (isConstant(x) && isConstant(y)) return this.constant(x.value - y.value);
    if (isValue(y, 0)) return x;
    return this.node('subtract', [x, y], 0, '', x.depends | y.depends);
  }

  multiply(a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    if (isConstant(x) && isConstant(y)) return this.constant(x.value * y.value);
    if (isValue(x, 0) || isValue(y, 0)) return this.constant(0);
    if (isValue(x, 1)) return y;
    if (isValue(y, 1)) return x;
    return this.commutative('multiply', x, y);
  }

  /** A divisor that changes less often than the dividend becomes a factor, so that the division is done less often. */
  divide(a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    if (isConstant(y)) return this.multiply(x, 1 / y.value);
    if (isValue(x, 0)) return x;
    if (!isValue(x, 1) && rank(y) < rank(x)) return this.multiply(x, this.divide(1, y));
    return this.node('divide', [x, y], 0, '', x.depends | y.depends);
  }

  exp(a: Operand): Expression {
    return this.unary('exp', a, Math.exp);
  }
  /** Natural logarithm. */
  log(a: Operand): Expression {
    return this.unary('log', a, Math.log);
  }
  sqrt(a: Operand): Expression {
    return this.unary('sqrt', a, Math.sqrt);
  }

  /** Largest whole number that is not above a. */
  floor(a: Operand): Expression {
    return this.unary('floor', a, Math.floor);
  }

  /** Names a node and answers it. */
  label(name: string, unit: string, node: Expression): Expression {
    if (!this.labels.has(node)) this.labels.set(node, { name, unit });
    return node;
  }

  /** Condition a < b, for `select` and `and`. */
  less(a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    return this.node('less', [x, y], 0, '', x.depends | y.depends);
  }
  and(x: Expression, y: Expression): Expression {
    return this.commutative('and', x, y);
  }
  /** condition ? a : b */
  select(condition: Expression, a: Operand, b: Operand): Expression {
    const [x, y] = this.pair(a, b);
    return this.node('select', [condition, x, y], 0, '', condition.depends | x.depends | y.depends);
  }

  sum(...terms: Operand[]): Expression {
    return terms.reduce<Expression>((total, term) => this.add(total, term), this.constant(0));
  }

  private unary(op: 'exp' | 'log' | 'sqrt' | 'floor', a: Operand, fold: (x: number) => number): Expression {
    const x = this.wrap(a);
    if (isConstant(x)) return this.constant(fold(x.value));
    return this.node(op, [x], 0, '', x.depends);
  }

  private commutative(op: Operator, x: Expression, y: Expression): Expression {
    const args = x.id <= y.id ? [x, y] : [y, x];
    return this.node(op, args, 0, '', x.depends | y.depends);
  }

  private pair(a: Operand, b: Operand): [Expression, Expression] {
    return [this.wrap(a), this.wrap(b)];
  }

  private wrap(a: Operand): Expression {
    return typeof a === 'number' ? this.constant(a) : a;
  }

  private node(op: Expression['op'], args: readonly Expression[], value: number, name: string, depends: number): Expression {
    const key = `${op}|${args.map((arg) => arg.id).join(',')}|${Object.is(value, -0) ? '-0' : value}|${name}`;
    const found = this.known.get(key);
    if (found) return found;
    const made = new Expression(this, this.nodes.length, op, args, value, name, depends);
    this.nodes.push(made);
    this.known.set(key, made);
    return made;
  }
}

function isConstant(node: Expression): boolean {
  return node.op === 'constant';
}

function isValue(node: Expression, value: number): boolean {
  return node.op === 'constant' && node.value === value;
}

/** How often a node changes: constants never, parameters once per cell, voltage terms once per segment, state every step. */
export function rank(node: Expression): number {
  if (node.depends & (DEPENDS.state | DEPENDS.clamp)) return 4;
  if (node.depends & DEPENDS.timestep) return 3;
  if (node.depends & DEPENDS.voltage) return 2;
  return node.depends & DEPENDS.parameter ? 1 : 0;
}
