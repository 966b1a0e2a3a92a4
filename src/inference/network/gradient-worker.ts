/** Entry of a worker thread of ParallelGradientEngine: its own memory, its share of each batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { startWasm } from '../backend/wasm.ts';
import type { GradientReply, GradientRequest, GradientWorkerData } from './gradient-worker-messages.ts';
import { SimdGradientEngine } from './simd-gradient.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';

const port = parentPort;
if (port === null) throw new Error('gradient-worker is the entry of a worker thread and cannot be run alone.');

const data = workerData as GradientWorkerData;
let engine: SimdGradientEngine | TfjsGradientEngine | null = null;
const reply = (message: GradientReply): void => {
  port.postMessage(message);
};

port.on('message', ({ rows, objective }: GradientRequest) => {
  try {
    if (engine === null) throw new Error('a batch came before the worker was ready');
    const { features, outputs } = data.shape;
    const x = data.x.subarray(0, rows * features);
    const y = data.y.subarray(0, rows * outputs);
    const { loss, gradient } = engine.lossAndGradient(data.weights, x, y, rows, objective);
    data.gradient.set(gradient);
    reply({ kind: 'done', loss });
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

async function start(): Promise<void> {
  if (data.kind === 'simd') {
    engine = SimdGradientEngine.create(data.shape);
    if (engine === null) throw new Error("this runtime has no relaxed SIMD; ask for the kind 'tfjs'");
  } else {
    await startWasm(data.wasmDir);
    engine = new TfjsGradientEngine(data.shape);
  }
  reply({ kind: 'ready' });
}

start().catch((error: unknown) => {
  reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
});
