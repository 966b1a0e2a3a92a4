import type { Expression } from '../../cell/expression.ts';
import { printOperator } from '../../cell/print-operator.ts';

/** Nodes whose value is a condition; WGSL tells them from numbers. */
export function isCondition(node: Expression): boolean {
  return node.op === 'less' || node.op === 'and';
}

/** A number as a WGSL f32 literal. */
export function f32Literal(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) throw new Error(`A constant of the cell must fit a 32-bit float, got ${value}.`);
  // Below the smallest normal number WGSL may read a literal as 0 or refuse it.
  if (Math.abs(single) < 1.1754943508222875e-38) return '0f';
  return `${single}f`;
}

export function ref(node: Expression): string {
  return `n${node.id}`;
}

/**
 * One operator of the graph in WGSL. exp is the kernel's own (see functions.ts); WGSL grants its built-in 3 + 2 |x| units
 * in the last place.
 * @param input prints an input
 */
export function printExpression(node: Expression, input: (name: string) => string): string {
  return printOperator(node, {
    ref,
    constant: f32Literal,
    input,
    call: (name, argument) => `${name === 'exp' ? 'power' : name}(${argument})`,
    and: (a, b) => `${a} && ${b}`,
    select: (condition, a, b) => `select(${b}, ${a}, ${condition})`,
  });
}
