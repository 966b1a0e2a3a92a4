import type { Expression, Graph } from './expression.ts';

/** u / (e^u - 1), with its series near u = 0 where the quotient loses all digits. */
export function goldman(g: Graph, u: Expression, expU: Expression): Expression {
  const square = u.squared();
  const series = square
    .times(1 / 12)
    .minus(square.squared().times(1 / 720))
    .plus(1)
    .minus(u.times(0.5));
  const near = g.less(square, 0.01);
  const denominator = g.select(near, 1, expU.minus(1));
  return g.select(near, series, u.over(denominator));
}
