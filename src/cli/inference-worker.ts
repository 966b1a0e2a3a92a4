// Worker thread of the command line: the same jobs as the app's inference process, behind the same messages.
import { parentPort, workerData } from 'node:worker_threads';
import { createJobs, JobServer, type BackendName } from '../inference/index.ts';
import { SCORE_WORKER, SIMULATION_WORKER, SWEEP_WORKER } from './paths.ts';
import type { FromInference, ToInference } from '../shared/inference/messages.ts';

export interface InferenceStart {
  readonly resourcesDir: string;
  readonly modelsDir: string;
  readonly wasmDir: string;
  readonly prefer: BackendName | null;
}

async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const { prefer, ...folders } = workerData as InferenceStart;
  const post = (message: FromInference): void => port.postMessage(message);
  try {
    const jobs = await createJobs({
      ...folders,
      scoreWorker: SCORE_WORKER,
      simulationWorker: SIMULATION_WORKER,
      sweepWorker: SWEEP_WORKER,
      gpu: null,
      gpuNote: null,
      ...(prefer === null ? {} : { prefer }),
    });
    const server = new JobServer(jobs, post);
    port.on('message', (message: Exclude<ToInference, { type: 'init' }>) => server.receive(message));
    post({
      type: 'ready',
      status: await jobs.status({}, { signal: new AbortController().signal, onProgress: () => undefined, onPartial: () => undefined }),
    });
  } catch (error) {
    post({ type: 'unusable', message: error instanceof Error ? error.message : String(error) });
  }
}

if (parentPort) await main(parentPort);
