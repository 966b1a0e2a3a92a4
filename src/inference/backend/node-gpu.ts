import * as tf from '@tensorflow/tfjs-core';
import type { LoadOptional } from './optional-module.ts';
import { restoreRemovedUtil } from './removed-util.ts';

/**
 * Makes tfjs compute with the TensorFlow C library. The package registers its backend with the tfjs engine all copies of tfjs-core share.
 * @returns what it runs on. @throws Error when the package is absent or does not load
 */
export async function startNodeGpu(load: LoadOptional): Promise<string> {
  restoreRemovedUtil();
  const loaded = await load('@tensorflow/tfjs-node-gpu');
  if (!(await tf.setBackend('tensorflow'))) throw new Error('it loaded, but TensorFlow did not start');
  await tf.ready();
  return usesGpu(loaded) ? 'TensorFlow on CUDA' : 'TensorFlow on the CPU (no CUDA device)';
}

function usesGpu(loaded: unknown): boolean {
  const backend: unknown = tf.backend();
  const reportsGpu = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && 'isUsingGpuDevice' in value && value.isUsingGpuDevice === true;
  return reportsGpu(backend) || reportsGpu(loaded);
}
