import type { Expression } from './expression.ts';

/** What differs between the languages that the graph is printed in. */
export interface Dialect {
  /** Names an operand. */
  ref(node: Expression): string;
  constant(value: number): string;
  /** @param name of the input with its kind, as "state.v" */
  input(name: string): string;
  call(name: 'exp' | 'log' | 'sqrt' | 'floor', argument: string): string;
  and(a: string, b: string): string;
  select(condition: string, a: string, b: string): string;
}

/** The right-hand side that computes a node from its operands. */
export function printOperator(node: Expression, dialect: Dialect): string {
  const [a = '', b = '', c = ''] = node.args.map((arg) => dialect.ref(arg));
  switch (node.op) {
    case 'constant':
      return dialect.constant(node.value);
    case 'input':
      return dialect.input(node.name);
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'multiply':
      return `${a} * ${b}`;
    case 'divide':
      return `${a} / ${b}`;
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'floor':
      return dialect.call(node.op, a);
    case 'less':
      return `${a} < ${b}`;
    case 'and':
      return dialect.and(a, b);
    case 'select':
      return dialect.select(a, b, c);
  }
}
