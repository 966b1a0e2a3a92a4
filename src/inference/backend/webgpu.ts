import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { LoadOptional } from './optional-module.ts';

/** Adapter names of CPUs that emulate a GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export interface WebGpuOptions {
  readonly load: LoadOptional;
  readonly acceptSoftware: boolean;
  /** process.versions.electron: Dawn cannot map buffers inside Electron. */
  readonly electronVersion: string | undefined;
  /** Looks for an adapter without loading the package here; absent: the package is loaded for it. */
  readonly probe?: () => Promise<boolean>;
}

/**
 * Makes tfjs compute on WebGPU in plain Node, through the npm package `webgpu` (Dawn).
 * @returns the adapter's name. @throws Error that states why there is none
 */
export async function startWebGpu(options: WebGpuOptions): Promise<string> {
  if (options.electronVersion !== undefined) throw new Error('inside Electron it needs the hidden window, which gave no adapter');
  if (options.probe && !(await options.probe()))
    throw new Error('this machine has no WebGPU adapter, or the package webgpu is not installed');
  const gpu = gpuOf(await options.load('webgpu'));
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('this machine has no WebGPU adapter');
  const name =
    [adapter.info.vendor, adapter.info.device, adapter.info.description].filter((part) => part !== '').join(' ') || 'unnamed adapter';
  if (SOFTWARE.test(name) && !options.acceptSoftware) {
    throw new Error(`its only adapter (${name}) is a CPU that emulates a GPU, slower than WASM`);
  }
  if (tf.engine().registryFactory['webgpu'] !== undefined) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', async () => new WebGPUBackend(await deviceOf(adapter), adapter.info));
  if (!(await tf.setBackend('webgpu'))) throw new Error(`tfjs could not start on ${name}`);
  await tf.ready();
  return name;
}

/** tfjs expects what a browser has: the constants (GPUBufferUsage, ...) and navigator.gpu. */
function gpuOf(loaded: unknown): GPU {
  if (
    typeof loaded !== 'object' ||
    loaded === null ||
    !('create' in loaded) ||
    typeof loaded.create !== 'function' ||
    !('globals' in loaded)
  ) {
    throw new Error('the package webgpu does not offer create and globals');
  }
  Object.assign(globalThis, loaded.globals);
  const create = loaded.create as (options: readonly string[]) => GPU;
  const gpu = create([]);
  const browserLike = globalThis as { navigator?: object };
  // Node has a navigator from version 21 on.
  if (browserLike.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  Object.defineProperty(browserLike.navigator, 'gpu', { value: gpu, configurable: true });
  return gpu;
}

async function deviceOf(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
}
