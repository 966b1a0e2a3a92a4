import type { Expression } from '../../../cell/expression.ts';

/** The value of a node of the graph, straight from its operators: what every printed formula must come to. */
export function evaluate(node: Expression, input: (name: string) => number, known = new Map<Expression, number>()): number {
  const done = known.get(node);
  if (done !== undefined) return done;
  const [a = NaN, b = NaN, c = NaN] = node.args.map((arg) => evaluate(arg, input, known));
  const value = (): number => {
    switch (node.op) {
      case 'constant':
        return node.value;
      case 'input':
        return input(node.name);
      case 'add':
        return a + b;
      case 'subtract':
        return a - b;
      case 'multiply':
        return a * b;
      case 'divide':
        return a / b;
      case 'exp':
      case 'log':
      case 'sqrt':
      case 'floor':
        return Math[node.op](a);
      case 'less':
        return a < b ? 1 : 0;
      case 'and':
        return a !== 0 && b !== 0 ? 1 : 0;
      case 'select':
        return a !== 0 ? b : c;
    }
  };
  const result = value();
  known.set(node, result);
  return result;
}
