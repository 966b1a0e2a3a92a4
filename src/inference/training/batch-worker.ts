/** Entry of the worker thread of RowsAhead: fills the requested slot. */
import { parentPort, workerData } from 'node:worker_threads';
import { NoisyRows } from './noisy-rows.ts';
import type { BatchReply, BatchRequest, BatchWorkerData } from './rows-ahead.ts';

const port = parentPort;
if (port === null) throw new Error('batch-worker is the entry of a worker thread and cannot be run alone.');

const { held, seed, batchRows, slots } = workerData as BatchWorkerData;
const source = new NoisyRows(held, seed);

port.on('message', ({ batchIndex, slot }: BatchRequest) => {
  let reply: BatchReply = { kind: 'made' };
  try {
    source.fill(slots[slot === 0 ? 0 : 1], batchRows, batchIndex);
  } catch (error) {
    reply = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(reply);
});
