import * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { restoreRemovedUtil } from './removed-util.ts';
import { BUILT_FILE } from './tensorflow-folder.ts';

/** Where the folder's stand-in for the package @tensorflow/tfjs finds the tfjs-core of this program. */
export const TFJS_CORE_KEY = 'twinclamp.tfjs-core';

/** Of this process; null before the library is loaded. */
let threadsInUse: number | null = null;

/** The part of the binding's main class that is used here. */
type BackendClass = new (binding: unknown, packageName: string) => tf.KernelBackend;

/**
 * Makes tfjs compute with the TensorFlow library that `npm run build:tensorflow` laid out. The kernels register with the tfjs-core imported
 * here: the binding's own copy does not exist. The thread count holds from the first start in a process.
 * @param folder see tensorflowFolder @param threads 0: all cores
 * @returns what it runs on. @throws Error when the library was not built or does not load
 */
export async function startTensorflowLibrary(folder: string, threads = 0): Promise<string> {
  if (!existsSync(join(folder, BUILT_FILE))) {
    throw new Error(`the TensorFlow library is not built (expected ${join(folder, BUILT_FILE)}); run "npm run build:tensorflow"`);
  }
  if (threadsInUse === null) {
    const wanted = threads > 0 ? threads : availableParallelism();
    register(folder, wanted);
    threadsInUse = wanted;
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error(`the library in ${folder} loaded, but TensorFlow did not start`);
  await tf.ready();
  return `TensorFlow on the CPU, ${threadsInUse} ${threadsInUse === 1 ? 'thread' : 'threads'}`;
}

function register(folder: string, threads: number): void {
  // TensorFlow reads these when the binding makes its context.
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  (globalThis as Record<symbol, unknown>)[Symbol.for(TFJS_CORE_KEY)] = tf;
  restoreRemovedUtil();
  const load = createRequire(join(folder, 'load.cjs'));
  const binding: unknown = load('@tensorflow/tfjs-node/lib/tfjs_binding.node');
  load('@tensorflow/tfjs-node/dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js') as { NodeJSKernelBackend: BackendClass };
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node'));
}
