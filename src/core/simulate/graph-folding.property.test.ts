import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivative } from '../cell/derivative.ts';
import { Graph, type Expression } from '../cell/expression.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { compileScalar } from './scalar-engine.ts';

/** A sum, product and so on of constants, the voltage v and the step dt. */
type Tree = number | 'v' | 'dt' | readonly [op: 'add' | 'subtract' | 'multiply' | 'divide' | 'exp', a: Tree, b: Tree];

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Tree>('v', 'dt', 0, 1, -1),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.tuple(
      fc.constantFrom('add' as const, 'subtract' as const, 'multiply' as const, 'divide' as const, 'exp' as const),
      tie('tree'),
      tie('tree'),
    ),
  ),
}));

/** The divisor is kept off 0 and exponents small, so that both results stay finite. */
function build(g: Graph, at: Tree): Expression {
  if (typeof at === 'number') return g.constant(at);
  if (at === 'v') return g.input('voltage', 'v');
  if (at === 'dt') return g.input('timestep', 'dt');
  const [a, b] = [build(g, at[1]), build(g, at[2])];
  if (at[0] === 'divide') return g.divide(a, b.squared().plus(1));
  return at[0] === 'exp' ? g.exp(g.divide(a, a.squared().plus(1))) : g[at[0]](a, b);
}

function value(at: Tree, v: number, dt: number): number {
  if (typeof at === 'number') return at;
  if (at === 'v' || at === 'dt') return at === 'v' ? v : dt;
  const [a, b] = [value(at[1], v, dt), value(at[2], v, dt)];
  switch (at[0]) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / (b * b + 1);
    case 'exp':
      return Math.exp(a / (a * a + 1));
  }
}

function run(g: Graph, outputs: Readonly<Record<string, Expression>>, v: number, dt: number): Float64Array {
  const engine = compileScalar({ model: DEFAULT_CELL, graph: g, next: {}, outputs, order: [] }, Object.keys(outputs));
  const out = new Float64Array(Object.keys(outputs).length);
  engine.step(new Float64Array(), new Float64Array(), v, dt, [], out);
  return out;
}

const near = (got: number, expected: number): void => expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));

test('a graph folds constants, drops neutral terms and shares nodes without changing what it computes', () => {
  fc.assert(
    fc.property(tree, fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.1, max: 2, noNaN: true }), (at, v, dt) => {
      const expected = value(at, v, dt);
      fc.pre(Math.abs(expected) < 1e12);
      const g = new Graph();
      near(run(g, { f: build(g, at) }, v, dt)[0] ?? NaN, expected);
    }),
  );
});

test('the same tree is the same node, and one without inputs is a constant', () => {
  fc.assert(
    fc.property(tree, (at) => {
      const g = new Graph();
      const node = build(g, at);
      expect(build(g, at)).toBe(node);
      if (node.depends === 0) expect(node.op).toBe('constant');
    }),
  );
});

test('derivatives agree with central differences', () => {
  fc.assert(
    fc.property(tree, fc.double({ min: -1, max: 1, noNaN: true }), (at, v) => {
      const h = 1e-5;
      const [low, high] = [value(at, v - h, 1), value(at, v + h, 1)];
      const numeric = (high - low) / (2 * h);
      const bend = Math.abs(high - 2 * value(at, v, 1) + low) / h ** 2;
      fc.pre(Math.abs(high) < 1e3 && Math.abs(numeric) < 1e3 && bend < 1e3);
      const g = new Graph();
      const slope = derivative(build(g, at), g.input('voltage', 'v'), new Set());
      expect(Math.abs((run(g, { slope }, v, 1)[0] ?? NaN) - numeric)).toBeLessThan(1e-3 * (1 + Math.abs(numeric)));
    }),
  );
});
