// A worker thread of tests: halves even numbers, refuses odd ones, ends at 0; does not start where it is so asked.
import { workerData } from 'node:worker_threads';
import { serveThread } from './index.ts';

serveThread(async () => {
  if (workerData === 'no start') throw new Error('the kernel is missing');
  return (n: number): number => {
    if (n === 0) process.exit(3);
    if (n % 2 !== 0) throw new Error(`${n} is odd`);
    return n / 2;
  };
});
