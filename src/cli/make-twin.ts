import type { JobResult } from '../shared/inference/messages.ts';
import type { InferenceClient } from './inference-client.ts';
import type { Progress } from './progress.ts';
import type { RecordingInput } from './recording-input.ts';

export const METHODS = ['network', 'refined', 'fit'] as const;
export type Method = (typeof METHODS)[number];

/** Asks for a twin, with progress of each stage. The same recording and seed give the same twin. */
export function makeTwin(inference: InferenceClient, input: RecordingInput, method: Method, seed: number, progress: Progress): Promise<JobResult<'infer'>> {
  return inference.request('infer', { ...input, method, seed }, ({ stage, fraction, message }) => progress.step(`Twin (${method}), ${stage}`, fraction, message));
}
