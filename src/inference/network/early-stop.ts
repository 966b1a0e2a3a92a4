import type { BestSoFar } from './checkpoint.ts';

/** Evaluations to wait for an improvement: with one every 200 steps four times the memory of the averaged weights. */
export const DEFAULT_PATIENCE = 20;

/** When to end a training whose averaged weights no longer improve on held-out cells. */
export interface EarlyStopSettings {
  /** Figure of the evaluation that is minimised. */
  readonly figure: string;
  /** Evaluations in a row without a lower value after which training ends. */
  readonly patience: number;
}

/** Keeps the best averaged weights of a training. */
export class EarlyStop {
  readonly #settings: EarlyStopSettings;
  #best: BestSoFar | null;

  /** @param from state of a checkpoint */
  constructor(settings: EarlyStopSettings, from: BestSoFar | null) {
    this.#settings = settings;
    this.#best = from;
  }

  get best(): BestSoFar | null {
    return this.#best;
  }

  get exhausted(): boolean {
    return this.#best !== null && this.#best.evaluationsSince >= this.#settings.patience;
  }

  /** @throws Error when the figure is missing or not a number: without it early stopping is not possible */
  judge(figures: Readonly<Record<string, number>>, step: number, average: Float32Array): void {
    const { figure } = this.#settings;
    const loss = figures[figure];
    if (loss === undefined || !Number.isFinite(loss)) {
      throw new Error(
        `Early stopping uses "${figure}", expected a number, got ${String(loss)} at step ${step}. Train again with a lower ` +
          `learning rate.`,
      );
    }
    if (this.#best === null || loss < this.#best.loss) this.#best = { loss, step, evaluationsSince: 0, weights: average.slice() };
    else this.#best = { ...this.#best, evaluationsSince: this.#best.evaluationsSince + 1 };
  }
}
