import { ADAMW_DEFAULTS, type AdamWSettings } from './adamw.ts';
import type { LearningRateSettings } from './learning-rate.ts';

export interface TrainingSettings {
  readonly seed: number;
  readonly batchRows: number;
  readonly steps: number;
  /**
   * Seconds of training after which it ends, resumed parts counted; Infinity for none. The learning rate follows steps or seconds,
   * whichever is further on, so a run that ends by time is annealed too, but only a run that ends by steps can be repeated exactly.
   */
  readonly secondsLimit: number;
  /** Steps on the squared error of the mean alone, before the likelihood. */
  readonly squaredErrorSteps: number;
  /** See Objective. */
  readonly likelihoodBeta: number;
  readonly learningRate: LearningRateSettings;
  readonly adamw: AdamWSettings;
  /** Decay of the averaged weights per step, reached gradually: min(averageDecay, (1 + step) / (10 + step)). */
  readonly averageDecay: number;
}

export const TRAINING_DEFAULTS: TrainingSettings = {
  seed: 1,
  batchRows: 512,
  steps: 10_000,
  secondsLimit: Infinity,
  squaredErrorSteps: 500,
  likelihoodBeta: 0.5,
  learningRate: { peak: 1e-3, warmUpSteps: 200, decay: 'cosine', final: 0.01 },
  adamw: ADAMW_DEFAULTS,
  averageDecay: 0.999,
};
