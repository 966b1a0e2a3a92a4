export interface LearningRateSettings {
  readonly peak: number;
  /** Steps of linear rise from 0. */
  readonly warmUpSteps: number;
  readonly decay: 'cosine' | 'linear' | 'none';
  /** Fraction of the peak at the end. */
  readonly final: number;
}

/** Learning rate where a fraction `progress` (0..1) of the training is done after `step` steps (from 0). */
export function learningRate(settings: LearningRateSettings, step: number, progress: number): number {
  const rise = settings.warmUpSteps > 0 ? Math.min(1, (step + 1) / settings.warmUpSteps) : 1;
  const done = Math.min(1, Math.max(0, progress));
  const left = settings.decay === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * done)) : settings.decay === 'linear' ? 1 - done : 1;
  return settings.peak * rise * (settings.final + (1 - settings.final) * left);
}
