import { startNodeGpu } from '../backend/node-gpu.ts';
import { importOptional, type LoadOptional, reasonOf } from '../backend/optional-module.ts';
import { startTensorflowLibrary } from '../backend/tensorflow-library.ts';
import { startWasm } from '../backend/wasm.ts';
import type { NetworkShape } from './architecture.ts';
import type { GradientEngine } from './gradient-engine.ts';
import { ParallelGradientEngine } from './parallel-gradient.ts';
import { SimdGradientEngine } from './simd-gradient.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';

/** auto: the fastest available. tensorflow: a TensorFlow library or an error. wasm: runs on every machine. */
export const TRAINING_BACKENDS = ['auto', 'tensorflow', 'wasm'] as const;
export type TrainingBackend = (typeof TRAINING_BACKENDS)[number];

export interface TrainingEngineOptions {
  readonly backend: TrainingBackend;
  readonly wasmDir: string;
  /** See tensorflowFolder. */
  readonly tensorflowDir: string;
  /** Threads of TensorFlow, or workers with WebAssembly. 0: as many as there are cores, with WebAssembly one. */
  readonly threads: number;
  /** Entry of the workers (gradient-worker.ts); used when there is more than one. */
  readonly workerScript: string | URL;
  readonly batchRows: number;
  readonly load?: LoadOptional;
}

export interface TrainingEngine {
  readonly engine: GradientEngine;
  /** The engine in use and why no faster one: sentences for the operator. */
  readonly description: string;
}

/**
 * Starts the fastest gradient engine of this machine: TensorFlow with CUDA, the TensorFlow library, our SIMD product, tfjs on WASM. tfjs is
 * left on a backend that can predict.
 * @throws Error when the requested backend is not available
 */
export async function startTrainingEngine(shape: NetworkShape, options: TrainingEngineOptions): Promise<TrainingEngine> {
  const notes: string[] = [];
  if (options.backend !== 'wasm') {
    const ways = [
      ['tfjs-node-gpu', (): Promise<string> => startNodeGpu(options.load ?? importOptional)],
      ['the TensorFlow library', (): Promise<string> => startTensorflowLibrary(options.tensorflowDir, options.threads)],
    ] as const;
    for (const [name, start] of ways) {
      try {
        return { engine: new TfjsGradientEngine(shape), description: [`Training runs on ${await start()}.`, ...notes].join(' ') };
      } catch (error) {
        notes.push(`${name} was not taken: ${reasonOf(error)}.`);
      }
    }
    if (options.backend === 'tensorflow')
      throw new Error(`Training on TensorFlow was requested, but ${notes.join(' ')} Or train with --backend wasm.`);
  }
  const engine = await startWebAssembly(shape, options);
  return { engine, description: [`Training runs on WebAssembly (${engine.name}).`, ...notes].join(' ') };
}

async function startWebAssembly(shape: NetworkShape, options: TrainingEngineOptions): Promise<GradientEngine> {
  await startWasm(options.wasmDir);
  const simd = SimdGradientEngine.create(shape);
  if (options.threads > 1)
    return ParallelGradientEngine.start(shape, { ...options, workers: options.threads, kind: simd === null ? 'tfjs' : 'simd' });
  return simd ?? new TfjsGradientEngine(shape);
}
