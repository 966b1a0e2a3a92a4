import type { NoiseModel } from '../../../core/observation/noise-model.ts';
import type { BeatState } from '../../living/beat-state.ts';
import type { FitProblem } from '../../../core/inference/levenberg-marquardt.ts';
import type { Found } from '../../../core/inference/search-minima.ts';
import type { StartGuess } from '../../../core/inference/start-points.ts';
import type { Search } from '../../../core/inference/temper.ts';
import type { InferenceRequest, Posterior, PosteriorEstimate } from '../inference-request.ts';
import type { NetworkAnswer } from '../network-answer.ts';

/** State that the stages of an inference pass on; null: no stage has set it yet, or the method does not need it. */
export interface InferenceState {
  readonly request: InferenceRequest;
  /** Number of simulations before it began. */
  readonly before: number;
  /** The search ends at the first iteration after this many simulations of the model. */
  readonly budget: number;
  /** Its SD of a sample, pA/pF. */
  readonly noise: number | null;
  /** The noise as it is: also how far it is shared by neighbours. */
  readonly noiseModel: NoiseModel | null;
  /** The record that the model is compared with, each bin with its SD. */
  readonly problem: FitProblem | null;
  readonly answer: NetworkAnswer | null;
  readonly guess: StartGuess | null;
  readonly found: Found | null;
  /** Modes of the posterior and the problem that they belong to. */
  readonly search: Search | null;
  readonly posterior: Posterior | null;
  /** Where the cell's own potential is fitted along. */
  readonly beat?: BeatState;
}

/** Services for a stage. */
export interface StageContext {
  /** @param share of the stage that is done, 0 to 1 */
  report(share: number, message: string): void;
  /** Lets other work run. */
  rest(): Promise<void>;
  estimate(estimate: PosteriorEstimate): void;
  aborted(): boolean;
}

/**
 * One step of an inference: takes the state of those before it and hands it on with what it found. A method is a list of them.
 * @example
 * export const noiseStage: Stage = {
 *   name: 'noise', shown: 'features', until: 0.05,
 *   async run(state, context) {
 *     context.report(0.4, 'Reading the recording');
 *     return { ...state, noise: estimateNoise(state.request.model.bins, state.request.recording.currentPaPf) };
 *   },
 * };
 */
export interface Stage {
  readonly name: 'noise' | 'guess' | 'correct' | 'search' | 'temper' | 'defect-correct' | 'draw' | 'choose' | 'settle';
  /** Name for the operator. */
  readonly shown: 'features' | 'network' | 'refining';
  /** Progress when it ends, 0 to 1; it begins where the one before ended. */
  readonly until: number;
  run(state: InferenceState, context: StageContext): Promise<InferenceState>;
}

/** A result that an earlier stage must have set. @throws Error where it did not */
export function needed<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`A stage of the inference needs the ${what}, which no earlier stage has set.`);
  return value;
}
