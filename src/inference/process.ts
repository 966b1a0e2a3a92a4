// The inference process, or with another first message the training process: an Electron utilityProcess each. The only file of this layer
// that knows Electron.
import type { MessagePortMain, ParentPort } from 'electron';
import { setPriority } from 'node:os';
import type { FromInference, ToInference } from '../shared/inference/messages.ts';
import type { FromTraining, ToTraining } from '../shared/training/messages.ts';
import { portPredictor } from './gpu-predictor.ts';
import { JobServer } from './job-server.ts';
import { createJobs } from './jobs.ts';
import { RetrainServer } from './retrain/retrain-server.ts';

const parentPort: ParentPort = process.parentPort;
const post = (message: FromInference): void => parentPort.postMessage(message);
let server: JobServer | null = null;
let training: RetrainServer | null = null;

/** Priorities: recording and window first, then inference, then training. */
const INFERENCE_PRIORITY = 5;
const LOW_PRIORITY = 10;

function train(message: ToTraining): void {
  if (training === null) {
    setPriority(LOW_PRIORITY);
    training = new RetrainServer((message: FromTraining) => parentPort.postMessage(message));
  }
  training.receive(message);
}

async function start(init: Extract<ToInference, { type: 'init' }>, port: MessagePortMain | undefined): Promise<void> {
  setPriority(INFERENCE_PRIORITY);
  try {
    const gpu = init.gpu.kind === 'port' && port !== undefined ? portPredictor(port, init.gpu.description) : null;
    const jobs = await createJobs({
      resourcesDir: init.resourcesDir,
      ownModelsDir: init.ownModelsDir,
      wasmDir: init.wasmDir,
      scoreWorker: init.scoreWorker,
      simulationWorker: init.simulationWorker,
      sweepWorker: init.sweepWorker,
      gpu,
      gpuNote: init.gpu.kind === 'none' ? init.gpu.reason : null,
      // A software adapter is offered only when it was forced, to test this path on a machine without a GPU.
      ...(init.gpu.kind === 'port' && init.gpu.software ? { prefer: 'webgpu' as const } : {}),
    });
    const status = await jobs.status({}, { signal: new AbortController().signal, onProgress: () => undefined, onPartial: () => undefined });
    server = new JobServer(jobs, post);
    post({ type: 'ready', status });
  } catch (error) {
    post({ type: 'unusable', message: error instanceof Error ? error.message : String(error) });
  }
}

parentPort.on('message', ({ data, ports }: { data: ToInference | ToTraining; ports: MessagePortMain[] }) => {
  if (data.type === 'retrain' || data.type === 'stop') train(data);
  else if (data.type === 'init') void start(data, ports[0]);
  else if (server !== null) server.receive(data);
  else if (data.type === 'request') {
    post({ type: 'error', id: data.id, message: 'The inference process is not ready yet; it answers "ready" first.', cancelled: false });
  }
});
