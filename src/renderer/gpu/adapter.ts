import type { GpuAdapterReport } from '../../shared/inference/gpu.ts';

/** Names under which browsers describe adapters that run on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** `isFallbackAdapter` moved from the adapter (Chromium 114) to its info (later ones). */
interface AnyAdapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: GPUAdapterInfo;
  requestAdapterInfo?(): Promise<GPUAdapterInfo>;
}

/** Asks for a WebGPU adapter. A software adapter is slower than WebAssembly and refused unless forced. */
export async function findAdapter(gpu: GPU | undefined, allowSoftware: boolean): Promise<GpuAdapterReport> {
  if (gpu === undefined) return { kind: 'none', reason: 'this Electron has no WebGPU here' };
  const found = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (found === null) return { kind: 'none', reason: 'no WebGPU adapter was found' };
  const adapter = found as unknown as AnyAdapter;
  const info = adapter.info ?? (await adapter.requestAdapterInfo?.());
  const description = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean).join(' ') || 'unnamed adapter';
  const software = adapter.isFallbackAdapter === true || info?.isFallbackAdapter === true || SOFTWARE.test(description);
  if (software && !allowSoftware) {
    return { kind: 'none', reason: `only the software adapter "${description}" was found, which is slower than WebAssembly` };
  }
  return { kind: 'adapter', description, software };
}
