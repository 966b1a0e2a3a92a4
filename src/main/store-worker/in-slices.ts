import { StorageError, type Steps } from '../store/index.ts';

/** Steps of one job go on this long before others get their turn, ms: a list does not wait longer for an export. */
const SLICE_MS = 10;
/** Progress is reported this often, ms. */
const REPORT_EVERY_MS = 200;

/**
 * Runs a long job in slices, between which others get their turn.
 * @param signal aborted: the steps run what they leave for their end (half of a file is removed), and no more
 * @returns what the steps return
 * @throws what they throw; StorageError 'cancelled'
 */
export function inSlices<Result>(steps: Steps<Result>, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    let over = false;
    let reportedMs = Date.now();
    const end = (work: () => void): void => {
      over = true;
      try {
        work();
      } catch (error) {
        reject(asError(error));
      }
    };
    const slice = (): void => {
      if (over) return;
      const untilMs = Date.now() + SLICE_MS;
      try {
        for (let now = 0; now < untilMs; now = Date.now()) {
          const step = steps.next();
          if (step.done === true) {
            end(() => resolve(step.value));
            return;
          }
          if (Date.now() - reportedMs < REPORT_EVERY_MS) continue;
          reportedMs = Date.now();
          onProgress(step.value);
        }
      } catch (error) {
        end(() => reject(asError(error)));
        return;
      }
      setImmediate(slice);
    };
    signal.addEventListener(
      'abort',
      () => {
        if (over) return;
        end(() => {
          steps.return(undefined as never);
          throw new StorageError('cancelled', 'The job was cancelled; no partial file was left.');
        });
      },
      { once: true },
    );
    setImmediate(slice);
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
