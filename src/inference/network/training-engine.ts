import { startWasm } from '../backend/wasm.ts';
import type { NetworkShape } from './architecture.ts';
import type { GradientEngine } from './gradient-engine.ts';
import { ParallelGradientEngine } from './parallel-gradient.ts';
import { SimdGradientEngine } from './simd-gradient.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';

export interface TrainingEngineOptions {
  readonly wasmDir: string;
  /** 1: in this thread. More pay only where as many cores are free. */
  readonly workers: number;
  /** Entry of the workers (gradient-worker.ts); used when there is more than one. */
  readonly workerScript: string | URL;
  readonly batchRows: number;
}

/**
 * The fastest gradient engine of this runtime: our SIMD product, about 1.5 times as fast as tfjs on WASM, else tfjs.
 * Kept out of index.ts, since binaryen comes with it and the app does not train.
 */
export async function startTrainingEngine(shape: NetworkShape, options: TrainingEngineOptions): Promise<GradientEngine> {
  const simd = SimdGradientEngine.create(shape);
  if (options.workers > 1) return ParallelGradientEngine.start(shape, { ...options, kind: simd === null ? 'tfjs' : 'simd' });
  if (simd !== null) return simd;
  await startWasm(options.wasmDir);
  return new TfjsGradientEngine(shape);
}
