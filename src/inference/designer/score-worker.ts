import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { LiveScorer } from '../../core/designer/live-score.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { FromScoreWorker, ScoreWorkerStart, ToScoreWorker } from './score-messages.ts';
import { ScoreQueue } from './score-queue.ts';

/** Worker thread: scores protocols for the editor with its own kernel, so that neither waits for the inference of a twin. */
async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  // Requests that arrive before the kernel is loaded wait in the port.
  const kernel = await PopulationKernel.load(readFileSync((workerData as ScoreWorkerStart).kernelPath));
  const queue = new ScoreQueue(new LiveScorer(kernel), (message: FromScoreWorker) => port.postMessage(message));
  port.on('message', (message: ToScoreWorker) => {
    if (message.type === 'drop') queue.drop(message.id);
    else queue.add(message);
  });
}

// An error ends the thread; its owner receives the 'error' event.
if (parentPort) void main(parentPort);
