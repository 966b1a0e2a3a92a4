import type { Expression } from './expression.ts';

/**
 * Partial derivative d(node)/d(wrt), with the nodes in `held` taken as constants (for a slope conductance: the gates).
 * Conditions are taken as piecewise constant.
 */
export function derivative(node: Expression, wrt: Expression, held: ReadonlySet<Expression>): Expression {
  const { graph } = node;
  const known = new Map<Expression, Expression>();
  const zero = graph.constant(0);

  function arg(of: Expression, index: number): Expression {
    const found = of.args[index];
    if (!found) throw new Error(`Operator ${of.op} lacks its operand ${index}.`);
    return found;
  }

  function visit(at: Expression): Expression {
    if (at === wrt) return graph.constant(1);
    if (held.has(at) || at.op === 'constant' || at.op === 'input') return zero;
    const done = known.get(at);
    if (done) return done;
    const result = rule(at);
    known.set(at, result);
    return result;
  }

  function rule(at: Expression): Expression {
    switch (at.op) {
      case 'add':
        return visit(arg(at, 0)).plus(visit(arg(at, 1)));
      case 'subtract':
        return visit(arg(at, 0)).minus(visit(arg(at, 1)));
      case 'multiply':
        return visit(arg(at, 0))
          .times(arg(at, 1))
          .plus(arg(at, 0).times(visit(arg(at, 1))));
      case 'divide':
        return visit(arg(at, 0))
          .minus(at.times(visit(arg(at, 1))))
          .over(arg(at, 1));
      case 'exp':
        return at.times(visit(arg(at, 0)));
      case 'log':
        return visit(arg(at, 0)).over(arg(at, 0));
      case 'sqrt':
        return visit(arg(at, 0)).times(0.5).over(at);
      case 'select':
        return graph.select(arg(at, 0), visit(arg(at, 1)), visit(arg(at, 2)));
      case 'floor':
      case 'less':
      case 'and':
      case 'constant':
      case 'input':
        return zero;
    }
  }

  return visit(node);
}
