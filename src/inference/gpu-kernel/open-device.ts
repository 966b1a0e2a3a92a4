import { importOptional, type LoadOptional } from '../backend/index.ts';

/** Names under which CPUs imitate a GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export interface KernelDevice {
  readonly device: GPUDevice;
  /** Vendor and name, as shown to the operator. */
  readonly adapter: string;
  /** True for a CPU that imitates a GPU: right answers, slower than WebAssembly. */
  readonly software: boolean;
}

export interface DeviceWish {
  /** Where the page or process has WebGPU itself: navigator.gpu. Without it the npm package webgpu (Dawn) is loaded. */
  readonly gpu?: GPU;
  /** Options for Dawn, for instance ['backend=null'], which checks shaders and computes nothing. */
  readonly dawnOptions?: readonly string[];
  readonly acceptSoftware?: boolean;
  readonly load?: LoadOptional;
}

/**
 * Opens a WebGPU device for the population kernel.
 * @throws Error that tells why there is none: package absent, no adapter, only an imitation
 */
export async function openKernelDevice(wish: DeviceWish = {}): Promise<KernelDevice> {
  const gpu = wish.gpu ?? (await dawn(wish));
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('This machine has no WebGPU adapter. Use the WebAssembly kernel.');
  const name = [adapter.info.vendor, adapter.info.device, adapter.info.description].filter((part) => part !== '').join(' ') || 'unnamed adapter';
  const software = SOFTWARE.test(name);
  if (software && wish.acceptSoftware !== true) {
    throw new Error(`The only WebGPU adapter (${name}) is a CPU that imitates a GPU, slower than WebAssembly. Use the WebAssembly kernel.`);
  }
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
  return { device, adapter: name, software };
}

/** Dawn's instances, one per set of options: they must outlive their devices, or the process crashes when they are collected. */
const instances = new Map<string, GPU>();

async function dawn(wish: DeviceWish): Promise<GPU> {
  const options = wish.dawnOptions ?? [];
  const known = instances.get(options.join());
  if (known) return known;
  const loaded = await (wish.load ?? importOptional)('webgpu');
  if (typeof loaded !== 'object' || loaded === null || !('create' in loaded) || typeof loaded.create !== 'function') {
    throw new Error('The package webgpu does not offer create; expected version 0.6 or later. Run npm ci.');
  }
  const gpu = (loaded.create as (options: readonly string[]) => GPU)(options);
  instances.set(options.join(), gpu);
  return gpu;
}
