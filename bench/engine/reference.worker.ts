import { parentPort } from 'node:worker_threads';
import { runReference, type ReferenceJob } from './reference-job.ts';

parentPort?.on('message', ({ index, job }: { index: number; job: ReferenceJob }) => {
  parentPort?.postMessage({ index, made: runReference(job) });
});
