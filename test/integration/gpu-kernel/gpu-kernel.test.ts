import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Debian's chromium brings SwiftShader, a Vulkan device on the CPU, and the Vulkan loader. */
const icd = process.env['VK_ICD_FILENAMES'] ?? '/usr/lib/chromium/vk_swiftshader_icd.json';
/** By folder: the package is for import only, which require.resolve does not follow everywhere. */
const hasWebGpu = (createRequire(import.meta.url).resolve.paths('webgpu') ?? []).some((folder) => existsSync(join(folder, 'webgpu', 'package.json')));
const loaderFolders = [dirname(icd), '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'];
const hasVulkan = process.platform === 'linux' && existsSync(icd) && loaderFolders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')));

async function run(child: string, ...args: string[]): Promise<unknown> {
  const env = { ...process.env, VK_ICD_FILENAMES: icd, LD_LIBRARY_PATH: [dirname(icd), process.env['LD_LIBRARY_PATH'] ?? ''].join(':') };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, child), ...args], { env, timeout: 150_000 });
  return JSON.parse(stdout);
}

describe('the kernel on WebGPU', () => {
  it.skipIf(!hasWebGpu)('is valid WGSL [needs the package webgpu]', async () => {
    expect(await run('null.child.ts')).toEqual({ accepted: true, refusesBroken: true });
  });

  it.skipIf(!hasWebGpu || !hasVulkan)(
    'gives the currents of the scalar engine and of the WebAssembly kernel [needs the package webgpu and a Vulkan device, for instance SwiftShader of Debian chromium]',
    async () => {
      const kernel = join(import.meta.dirname, '..', '..', '..', 'resources', 'kernel', 'kernik2019.wasm');
      const found = (await run('clamp.child.ts', kernel)) as Record<'rmsPercentToKernel' | 'rmsPercentToScalar', number> & { repeats: boolean };
      expect(found.repeats).toBe(true);
      expect(found.rmsPercentToKernel).toBeLessThan(0.01);
      expect(found.rmsPercentToScalar).toBeLessThan(0.01);
    },
  );
});
