import type { NetworkShape } from './architecture.ts';
import type { Objective } from './objective.ts';

export interface StepGradient {
  readonly loss: number;
  /** Same order and length as the weights; valid until the next call. */
  readonly gradient: Float32Array;
}

/** Computes loss and gradient of one batch. Inputs and targets are standardised. */
export interface GradientEngine {
  readonly name: string;
  readonly shape: NetworkShape;
  lossAndGradient(
    weights: Float32Array,
    x: Float32Array,
    y: Float32Array,
    rows: number,
    objective: Objective,
  ): StepGradient | Promise<StepGradient>;
  dispose(): void | Promise<void>;
}
