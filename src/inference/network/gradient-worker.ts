/** Entry of a worker thread of ParallelGradientEngine: its own memory, its share of each batch. Answers the loss. */
import { workerData } from 'node:worker_threads';
import { serveThread } from '../../node/work/index.ts';
import { startWasm } from '../backend/wasm.ts';
import type { GradientRequest, GradientWorkerData } from './gradient-worker-messages.ts';
import { SimdGradientEngine } from './simd-gradient.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';

const data = workerData as GradientWorkerData;

async function engineOf({ kind, shape, wasmDir }: GradientWorkerData): Promise<SimdGradientEngine | TfjsGradientEngine> {
  if (kind === 'simd') {
    const engine = SimdGradientEngine.create(shape);
    if (engine === null) throw new Error("this runtime has no relaxed SIMD; ask for the kind 'tfjs'");
    return engine;
  }
  await startWasm(wasmDir);
  return new TfjsGradientEngine(shape);
}

serveThread(async () => {
  const engine = await engineOf(data);
  return ({ rows, objective }: GradientRequest): number => {
    const { features, outputs } = data.shape;
    const x = data.x.subarray(0, rows * features);
    const y = data.y.subarray(0, rows * outputs);
    const { loss, gradient } = engine.lossAndGradient(data.weights, x, y, rows, objective);
    data.gradient.set(gradient);
    return loss;
  };
});
