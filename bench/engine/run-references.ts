import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReferenceJob, ReferenceTrace } from './reference-job.ts';

/** Runs cells through the reference engine, one worker per core; `onMade` receives each result, so that none are kept. */
export async function runReferences(jobs: readonly ReferenceJob[], onMade: (made: ReferenceTrace, index: number) => void): Promise<void> {
  let next = 0;
  const serve = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./reference.worker.ts', import.meta.url));
      const give = (): void => {
        const job = jobs[next];
        if (job) worker.postMessage({ index: next++, job });
        else {
          void worker.terminate();
          resolve();
        }
      };
      worker.on('error', reject);
      worker.on('message', ({ index, made }: { index: number; made: ReferenceTrace }) => {
        onMade(made, index);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, serve));
}
