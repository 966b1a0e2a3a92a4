import type { JobRequest, JobResult } from '../shared/inference/messages.ts';
import type { InferenceClient } from './inference-client.ts';
import type { Progress } from './progress.ts';
import type { RecordingInput } from './recording-input.ts';

export const METHODS = ['network', 'refined', 'fit'] as const;
export type Method = (typeof METHODS)[number];

export interface TwinOptions extends Pick<JobRequest<'infer'>, 'mode' | 'potential' | 'paced' | 'leftOut' | 'others'> {
  readonly method: Method;
  readonly seed: number;
  /** Ends the search after this many simulated recordings, without an ensemble. */
  readonly simulations?: number;
}

/** Asks for a twin, with progress of each stage. The same recording and seed give the same twin. */
export function makeTwin(
  inference: InferenceClient,
  input: RecordingInput,
  options: TwinOptions,
  progress: Progress,
): Promise<JobResult<'infer'>> {
  const { method, mode } = options;
  return inference.request('infer', { ...input, ...options }, ({ stage, fraction, message }) =>
    progress.step(`Twin (${mode ?? method}), ${stage}`, fraction, message),
  );
}
