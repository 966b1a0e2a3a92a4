import { RigError } from './rig-error.ts';

/**
 * The work's result, or at once an error when the signal fires; a result that comes after that is disposed of.
 * @throws RigError aborted, or the error of the work
 */
export function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  dispose: (late: T) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new RigError('aborted', 'Connecting was cancelled; the port is closed. Connect again when ready.'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    work
      .then((result) => {
        if (signal.aborted) void dispose(result);
        else resolve(result);
      }, reject)
      .finally(() => signal.removeEventListener('abort', cancel));
  });
}
