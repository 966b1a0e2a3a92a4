import { setImmediate as otherWork } from 'node:timers/promises';
import type { InferenceState, Stage } from './stage.ts';

/**
 * Runs stages one after the other: reports their progress, lets other work run between them, and ends when the request is
 * cancelled. @throws what aborted the signal
 */
export async function runStages(stages: readonly Stage[], start: InferenceState): Promise<InferenceState> {
  const { signal, onProgress, onEstimate } = start.request;
  const aborted = (): boolean => signal?.aborted === true;
  let state = start;
  let from = 0;
  for (const stage of stages) {
    const began = from;
    state = await stage.run(state, {
      report: (share, message) => onProgress?.(stage.shown, began + (stage.until - began) * share, message),
      rest: () => otherWork(),
      estimate: (estimate) => onEstimate?.(estimate),
      aborted,
    });
    from = stage.until;
    await otherWork();
    signal?.throwIfAborted();
  }
  return state;
}
