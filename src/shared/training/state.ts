import { z } from 'zod';
import { modelCard } from '../contract/schemas.ts';
import { trainingSettings } from './settings.ts';

/** One point of the loss plot. */
export const lossPoint = z.object({
  step: z.number(),
  /**
   * Mean over the steps since the point before; half the squared error in the first 500 steps, then the likelihood. null where a step's
   * loss was no number.
   */
  training: z.number().nullable(),
  /** Averaged weights on held-out cells; null where they were not evaluated. */
  heldOut: z.number().nullable(),
});
export type LossPoint = z.output<typeof lossPoint>;

export const trainingProgress = z.object({
  stage: z.enum(['population', 'training']),
  cellsDone: z.number(),
  cellsTotal: z.number(),
  /** 0 ... 1 of this stage. */
  fraction: z.number().min(0).max(1),
  secondsLeft: z.number().nullable(),
  step: z.number(),
  loss: z.number().nullable(),
  /** Mean over the 52 parameters on the test cells; null before the first evaluation. */
  testR2: z.number().nullable(),
  samplesPerSecond: z.number().nullable(),
  /** Backend of the gradient, and why it is not a faster one. */
  engine: z.string().nullable(),
  history: z.array(lossPoint),
});
export type TrainingProgress = z.output<typeof trainingProgress>;

const run = { settings: trainingSettings, progress: trainingProgress };

/** The training of the app: one at a time. */
export const trainingState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('running'), ...run }),
  z.object({ kind: z.literal('stopping'), ...run }),
  /** Resumes when it is started with the same settings. */
  z.object({ kind: z.literal('stopped'), ...run }),
  z.object({ kind: z.literal('failed'), ...run, message: z.string() }),
  z.object({ kind: z.literal('finished'), ...run, card: modelCard }),
]);
export type TrainingState = z.output<typeof trainingState>;

export const NO_PROGRESS: TrainingProgress = {
  stage: 'population',
  cellsDone: 0,
  cellsTotal: 0,
  fraction: 0,
  secondsLeft: null,
  step: 0,
  loss: null,
  testR2: null,
  samplesPerSecond: null,
  engine: null,
  history: [],
};
