import type { ParameterBlock } from './architecture.ts';

export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled decay per step and unit of learning rate, on kernels only (Loshchilov and Hutter 2019). */
  readonly weightDecay: number;
  /** The gradient is scaled down to this Euclidean norm; Infinity switches clipping off. */
  readonly maxGradientNorm: number;
}

export const ADAMW_DEFAULTS: AdamWSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradientNorm: 1 };

/**
 * AdamW on flat vectors. All constants are float64: 1 - beta2 in float32 has an error of 5e-5, which accumulates in the steps.
 * `average` is the exponential moving average of the weights, the one to be used for prediction.
 */
export class AdamW {
  readonly weights: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly average: Float32Array;
  readonly #settings: AdamWSettings;
  readonly #layout: readonly ParameterBlock[];
  steps = 0;

  constructor(weights: Float32Array, layout: readonly ParameterBlock[], settings: AdamWSettings) {
    this.weights = weights.slice();
    this.average = weights.slice();
    this.firstMoment = new Float32Array(weights.length);
    this.secondMoment = new Float32Array(weights.length);
    this.#layout = layout;
    this.#settings = settings;
  }

  /**
   * One step. `averageDecay` is the weight of the old average (0: the average follows the weights).
   * @returns the norm of the gradient before clipping
   * @throws Error when the gradient is not finite; the weights are then unchanged
   */
  step(gradient: Float32Array, learningRate: number, averageDecay: number): number {
    const { beta1, beta2, epsilon, weightDecay, maxGradientNorm } = this.#settings;
    let square = 0;
    for (let i = 0; i < gradient.length; i++) square += gradient[i]! * gradient[i]!;
    const norm = Math.sqrt(square);
    if (!Number.isFinite(norm)) {
      throw new Error(
        `Training diverged: the gradient of step ${this.steps + 1} is not finite. Lower the learning rate or check the features for NaN.`,
      );
    }
    this.steps++;
    const clip = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
    const rate = learningRate / (1 - beta1 ** this.steps);
    const correction = 1 / (1 - beta2 ** this.steps);
    const rise1 = 1 - beta1;
    const rise2 = 1 - beta2;
    const follow = 1 - averageDecay;
    const { weights, firstMoment, secondMoment, average } = this;
    for (const block of this.#layout) {
      const keep = block.role === 'kernel' ? 1 - learningRate * weightDecay : 1;
      const end = block.offset + block.size;
      for (let i = block.offset; i < end; i++) {
        const g = gradient[i]! * clip;
        const m = beta1 * firstMoment[i]! + rise1 * g;
        const v = beta2 * secondMoment[i]! + rise2 * g * g;
        firstMoment[i] = m;
        secondMoment[i] = v;
        const w = weights[i]! * keep - (rate * m) / (Math.sqrt(v * correction) + epsilon);
        weights[i] = w;
        average[i] = average[i]! + follow * (w - average[i]!);
      }
    }
    return norm;
  }
}
