/** Entry of the worker thread of RowsAhead: fills the slot asked for. */
import { workerData } from 'node:worker_threads';
import { serveThread } from '../../node/work/index.ts';
import { NoisyRows } from './noisy-rows.ts';
import type { BatchRequest, BatchWorkerData } from './rows-ahead.ts';

serveThread(() => {
  const { held, seed, batchRows, slots } = workerData as BatchWorkerData;
  const source = new NoisyRows(held, seed);
  return ({ batchIndex, slot }: BatchRequest) => source.fill(slots[slot === 0 ? 0 : 1], batchRows, batchIndex);
});
