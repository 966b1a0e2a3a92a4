import { Worker } from 'node:worker_threads';
import { errorText } from '../../node/work/index.ts';
import { StorageError } from '../store/index.ts';
import type { ReadIntake, ReadIntakeWish } from '../store/index.ts';

/** Asked of the thread. */
export interface IntakeCall {
  readonly path: string;
  readonly wish: ReadIntakeWish;
}

export type IntakeAnswer = { readonly ok: true; readonly read: ReadIntake } | { readonly ok: false; readonly message: string };

export interface IntakeThreadData extends IntakeCall {
  /** Script of the thread that holds an HDF5 file; null: as run from source. */
  readonly hdf5Script: string | null;
}

/**
 * Reads a file in a thread of its own, so that the store answers while a large one is taken in. A thread that dies is a
 * StorageError.
 * @param scripts as bundled; null: as run from source
 */
export function readIntakeInThread(
  path: string,
  wish: ReadIntakeWish,
  scripts: { readonly intake: string; readonly hdf5: string } | null,
): Promise<ReadIntake> {
  const data: IntakeThreadData = { path, wish, hdf5Script: scripts?.hdf5 ?? null };
  return new Promise((resolve, reject) => {
    const worker = new Worker(scripts?.intake ?? new URL('./intake-worker.ts', import.meta.url), { workerData: data });
    const failed = (why: string): void =>
      reject(new StorageError('io', `Reading the file ended before its end (${why}). Try it again, by itself.`));
    worker.once('message', (answer: IntakeAnswer) => {
      if (answer.ok) resolve(answer.read);
      else failed(answer.message);
      void worker.terminate();
    });
    worker.once('error', (error: unknown) => failed(errorText(error)));
    worker.once('exit', (code) => failed(`exit ${code}`));
  });
}
