import type { BeatState } from '../../living/beat-state.ts';
import type { FitProblem } from '../../../core/inference/levenberg-marquardt.ts';
import type { Found } from '../../../core/inference/search-minima.ts';
import type { StartGuess } from '../../../core/inference/start-points.ts';
import type { Search } from '../../../core/inference/temper.ts';
import type { InferenceRequest, Posterior, PosteriorEstimate } from '../inference-request.ts';
import type { NetworkAnswer } from '../network-answer.ts';

/** What the stages of an inference hand on; null: no stage has told it yet, or the method does without. */
export interface InferenceState {
  readonly request: InferenceRequest;
  /** Simulations that had been made when it began. */
  readonly before: number;
  /** The search ends at the first iteration after so many simulations of the model. */
  readonly budget: number;
  /** White-noise SD of a sample, pA/pF. */
  readonly noise: number | null;
  /** The record, each bin with its SD, as the model is held against it. */
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

/** What a stage may do besides its own work. */
export interface StageContext {
  /** @param share of the stage that is done, 0 to 1 */
  report(share: number, message: string): void;
  /** Lets other work run. */
  rest(): Promise<void>;
  estimate(estimate: PosteriorEstimate): void;
  aborted(): boolean;
}

/** One step of an inference. */
export interface Stage {
  readonly name: 'noise' | 'guess' | 'correct' | 'search' | 'temper' | 'defect-correct' | 'draw' | 'choose' | 'settle';
  /** What an operator sees it as. */
  readonly shown: 'features' | 'network' | 'refining';
  /** Where it stands on the progress bar when it ends, 0 to 1; it begins where the one before ended. */
  readonly until: number;
  run(state: InferenceState, context: StageContext): Promise<InferenceState>;
}

/** What a stage before this one must have told. @throws Error where it did not */
export function needed<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`A stage of the inference needs the ${what}, which no stage before it told.`);
  return value;
}
