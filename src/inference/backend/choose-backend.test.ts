import { describe, expect, it } from 'vitest';
import { wasmFolder } from '../network/network.testing.ts';
import type { GpuPredictPort } from './backend.ts';
import { chooseBackend } from './choose-backend.ts';

const wasmDir = wasmFolder();

function absent(name: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' }));
}

/** A package webgpu on a machine with the given adapter, or none. */
function dawnWith(adapter: { description: string } | null): (name: string) => Promise<unknown> {
  const info = adapter === null ? null : { vendor: '', device: '', ...adapter };
  const gpu = { requestAdapter: () => Promise.resolve(info === null ? null : { info }) };
  return (name) => (name === 'webgpu' ? Promise.resolve({ create: () => gpu, globals: {} }) : absent(name));
}

function portOn(adapter: string, software: boolean): GpuPredictPort {
  return { adapter, software, load: () => Promise.resolve(), predict: () => Promise.resolve(new Float32Array()) };
}

describe('chooseBackend', () => {
  it('falls back to WASM and states why the others are not used', async () => {
    const backend = await chooseBackend({ wasmDir, load: absent });
    expect(backend).toMatchObject({ name: 'wasm', port: null });
    expect(backend.notes).toEqual(['tfjs-node-gpu was not taken: not installed.', 'webgpu was not taken: not installed.']);
  });

  it('reports a missing adapter, or one that a CPU emulates', async () => {
    const none = await chooseBackend({ wasmDir, load: dawnWith(null) });
    expect(none.name).toBe('wasm');
    expect(none.notes[1]).toBe('webgpu was not taken: this machine has no WebGPU adapter.');
    const software = await chooseBackend({ wasmDir, load: dawnWith({ description: 'SwiftShader Device (LLVM 10)' }) });
    expect(software.name).toBe('wasm');
    expect(software.notes[1]).toMatch(/SwiftShader Device.*emulates a GPU/);
  });

  it('takes the GPU of a window, but one emulated by a CPU only on request', async () => {
    const port = portOn('Radeon', false);
    expect(await chooseBackend({ wasmDir, load: absent, gpuPredict: port })).toMatchObject({ name: 'webgpu', adapter: 'Radeon', port });
    const imitation = portOn('SwiftShader', true);
    expect(await chooseBackend({ wasmDir, load: absent, gpuPredict: imitation })).toMatchObject({ name: 'wasm', port: null });
    expect(await chooseBackend({ wasmDir, load: absent, gpuPredict: imitation, prefer: 'webgpu' })).toMatchObject({
      name: 'webgpu',
      notes: [],
    });
  });

  it('tries nothing else when WASM is requested', async () => {
    const load = (name: string): Promise<never> => Promise.reject(new Error(`${name} must not be loaded`));
    expect(await chooseBackend({ wasmDir, load, prefer: 'wasm' })).toMatchObject({
      name: 'wasm',
      notes: ['WASM was requested; the backends before it were not tried.'],
    });
  });

  it('names the missing file', async () => {
    await expect(chooseBackend({ wasmDir: '/nowhere', load: absent })).rejects.toThrow(/needs tfjs-backend-wasm-simd.wasm in \/nowhere/);
  });
});
