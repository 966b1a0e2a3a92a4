import { Worker } from 'node:worker_threads';
import { INFERENCE_WORKER, MODELS_DIR, RESOURCES_DIR, WASM_DIR } from '../../src/cli/paths.ts';
import type { InferenceChild } from '../../src/main/supervisor/inference-child.ts';

/** The jobs of the inference process in a thread, as the command line has them. */
export function startInferenceThread(): Promise<InferenceChild> {
  const worker = new Worker(INFERENCE_WORKER, {
    workerData: { resourcesDir: RESOURCES_DIR, modelsDir: MODELS_DIR, wasmDir: WASM_DIR, prefer: 'wasm' },
    stdout: true,
  });
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.once('exit', listener),
    kill: () => void worker.terminate(),
  });
}
