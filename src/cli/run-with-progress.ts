import type { Steps } from '../main/store/index.ts';
import type { Context } from './verb.ts';

/** Runs long work step by step, shows how far it is, and ends it where the operator does. */
export function runWithProgress<T>(steps: Steps<T>, doing: string, { progress, signal }: Context): T {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (signal.aborted) {
      steps.return(undefined as never);
      signal.throwIfAborted();
    }
    progress.step(doing, step.value);
  }
}
