import type { Expression } from './expression.ts';

/** First-order kinetics: d(gate)/dt = (inf - gate) * rate, rate in 1/ms. */
export interface Kinetics {
  readonly inf: Expression;
  readonly rate: Expression;
}
