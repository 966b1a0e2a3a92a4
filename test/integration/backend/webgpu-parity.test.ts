import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWasm } from '../../../src/inference/backend/wasm.ts';
import { saveModel } from '../../../src/inference/network/index.ts';
import { initialWeights } from '../../../src/inference/network/initial-weights.ts';
import { wasmFolder } from '../../../src/inference/network/network.testing.ts';

/** Debian's chromium brings SwiftShader, a Vulkan device on the CPU, and the Vulkan loader. */
const icd = process.env['VK_ICD_FILENAMES'] ?? '/usr/lib/chromium/vk_swiftshader_icd.json';
/** By folder: the package is for import only, which require.resolve does not follow everywhere. */
function isInstalled(name: string): boolean {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return folders.some((folder) => existsSync(join(folder, name, 'package.json')));
}

const loaderFolders = [dirname(icd), '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'];
const available =
  process.platform === 'linux' &&
  existsSync(icd) &&
  loaderFolders.some((folder) => existsSync(join(folder, 'libvulkan.so.1'))) &&
  isInstalled('webgpu');

const answers = z.array(
  z.object({ name: z.string(), adapter: z.string(), notes: z.array(z.string()), mean: z.array(z.number()), sd: z.array(z.number()) }),
);

describe('WebGPU and WASM', () => {
  it.skipIf(!available)(
    'give the same answers [needs the package webgpu and a Vulkan device, for instance SwiftShader of Debian chromium]',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'parity-'));
      try {
        await startWasm(wasmFolder());
        const shape = { features: 120, outputs: 6, hidden: 64, blocks: 2 };
        const filled = (n: number, value: number): Float32Array => new Float32Array(n).fill(value);
        await saveModel(folder, {
          shape,
          weights: initialWeights(shape, 1).map((w, i) => w + 0.05 * Math.sin(i)),
          standardisation: {
            featureMean: filled(120, 0.1),
            featureSd: filled(120, 0.9),
            targetMean: filled(6, 1),
            targetSd: filled(6, 0.23),
            featureClip: 10,
          },
          featureLayoutId: 'parity',
          outputIds: ['a', 'b', 'c', 'd', 'e', 'f'],
          precision: 'float16',
          card: {
            id: 'parity',
            protocolId: 'any',
            createdAt: '2026-01-01T00:00:00Z',
            cells: 0,
            samplesSeen: 0,
            population: 'none',
            seeds: {},
            settings: {},
            figures: {},
            limits: [],
          },
        });
        const env = {
          ...process.env,
          VK_ICD_FILENAMES: icd,
          LD_LIBRARY_PATH: [dirname(icd), process.env['LD_LIBRARY_PATH'] ?? ''].join(':'),
        };
        const child = join(import.meta.dirname, 'parity.child.ts');
        const { stdout } = await promisify(execFile)(process.execPath, [child, folder, wasmFolder()], { env, timeout: 150_000 });
        const [wasm, webgpu] = answers.parse(JSON.parse(stdout));
        expect(wasm?.name).toBe('wasm');
        expect(webgpu, webgpu?.notes.join(' ')).toMatchObject({ name: 'webgpu', notes: [] });
        const largest = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
        expect(largest(wasm!.mean, webgpu!.mean)).toBeLessThan(2e-6);
        expect(largest(wasm!.sd, webgpu!.sd)).toBeLessThan(2e-6);
        expect(new Set(wasm!.mean.map((v) => v.toFixed(3))).size).toBeGreaterThan(10);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
