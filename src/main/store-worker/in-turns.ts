import { StorageError, type AsyncSteps } from '../store/index.ts';

/** Progress is reported, and others get their turn, this often, ms. */
const TURN_MS = 10;

/**
 * Runs a long job that waits in between; others get their turn meanwhile.
 * @param signal aborted: the steps run what they leave for their end after the step at hand, and no more
 * @throws what they throw; StorageError 'cancelled'
 */
export async function inTurns<Result>(
  steps: AsyncSteps<Result>,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<Result> {
  let turnMs = Date.now();
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    if (signal.aborted) {
      await steps.return(undefined as never);
      throw new StorageError('cancelled', 'The job was cancelled; no partial file was left.');
    }
    if (Date.now() - turnMs < TURN_MS) continue;
    onProgress(step.value);
    await new Promise((resolve) => setImmediate(resolve));
    turnMs = Date.now();
  }
}
