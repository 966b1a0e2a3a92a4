import { adapterThere } from './adapter-there.ts';
import type { Backend, BackendName, GpuPredictPort } from './backend.ts';
import { startNodeGpu } from './node-gpu.ts';
import { importOptional, type LoadOptional, reasonOf } from './optional-module.ts';
import { startWasm } from './wasm.ts';
import { startWebGpu } from './webgpu.ts';

export interface BackendWish {
  /** Tried first, software adapters accepted; the usual order follows when it fails. */
  readonly prefer?: BackendName;
  /** Folder with the tfjs-backend-wasm*.wasm files. */
  readonly wasmDir: string;
  /** WebGPU of another process; null or absent where there is none. */
  readonly gpuPredict?: GpuPredictPort | null;
  readonly load?: LoadOptional;
}

/**
 * Chooses where tfjs computes: TensorFlow with CUDA, else WebGPU, else WASM.
 * @throws Error when not even WASM starts
 */
export async function chooseBackend(wish: BackendWish): Promise<Backend> {
  const load = wish.load ?? importOptional;
  const notes: string[] = [];
  const port = wish.gpuPredict ?? null;
  const acceptSoftware = wish.prefer === 'webgpu';
  const order: BackendName[] = ['tfjs-node-gpu', 'webgpu'];
  if (wish.prefer !== undefined) order.unshift(wish.prefer);
  for (const name of [...new Set(order)]) {
    if (name === 'wasm') break;
    try {
      if (name === 'tfjs-node-gpu') return { name, adapter: await startNodeGpu(load), notes, port: null };
      if (port === null) {
        const electronVersion = process.versions['electron'];
        const adapter = await startWebGpu({ load, acceptSoftware, electronVersion, ...(wish.load ? {} : { probe: adapterThere }) });
        return { name, adapter, notes, port: null };
      }
      if (port.software && !acceptSoftware) {
        throw new Error(`its only adapter (${port.adapter}) is a CPU that emulates a GPU, slower than WASM`);
      }
      await startWasm(wish.wasmDir);
      return { name, adapter: port.adapter, notes, port };
    } catch (error) {
      notes.push(`${name} was not taken: ${reasonOf(error)}.`);
    }
  }
  await startWasm(wish.wasmDir);
  if (wish.prefer === 'wasm') notes.push('WASM was requested; the backends before it were not tried.');
  return { name: 'wasm', adapter: 'CPU, SIMD, one thread', notes, port: null };
}
