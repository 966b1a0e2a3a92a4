import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// One build serves Electron 25 and 45. electron-vite would read the installed typings (45) and emit an ES module
// main process, which 25 cannot load.
process.env['ELECTRON_MAJOR_VER'] = '25';

const root = import.meta.dirname;
const wasmSource = join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');

/** tfjs is bundled, its WebAssembly files are not: they go to out/wasm and are found by setWasmPaths. */
function copyTfjsWasm(): Plugin {
  return {
    name: 'copy-tfjs-wasm',
    writeBundle() {
      const target = join(root, 'out', 'wasm');
      mkdirSync(target, { recursive: true });
      for (const name of readdirSync(wasmSource).filter((file) => file.endsWith('.wasm'))) {
        cpSync(join(wasmSource, name), join(target, name));
      }
    },
  };
}

export default defineConfig({
  main: {
    plugins: [copyTfjsWasm()],
    build: {
      target: 'node18',
      // Only `dependencies` are external by themselves; these two are optional ones.
      externalizeDeps: { include: ['@tensorflow/tfjs-node-gpu', 'webgpu'] },
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          'inference-process': resolve(root, 'src/inference/process.ts'),
          'population-worker': resolve(root, 'src/inference/population/worker.ts'),
          'batch-worker': resolve(root, 'src/inference/training/batch-worker.ts'),
          'gradient-worker': resolve(root, 'src/inference/network/gradient-worker.ts'),
          'score-worker': resolve(root, 'src/inference/designer/score-worker.ts'),
          'simulation-worker': resolve(root, 'src/inference/threads/simulation-worker.ts'),
          'sweep-worker': resolve(root, 'src/inference/sweep/sweep-worker.ts'),
          'acquisition-process': resolve(root, 'src/main/acquisition-process.ts'),
          'recorder-thread': resolve(root, 'src/main/recorder/recorder-thread.ts'),
          'store-process': resolve(root, 'src/main/store-process.ts'),
          'hdf5-worker': resolve(root, 'src/main/formats/hdf5-worker.ts'),
          'intake-worker': resolve(root, 'src/main/store-worker/intake-worker.ts'),
          'rig-emulator': resolve(root, 'src/main/rig-emulator.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        // A sandboxed preload cannot require a second file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome114',
      // data: URLs would need holes in the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { index: resolve(root, 'src/renderer/index.html'), gpu: resolve(root, 'src/renderer/gpu/gpu.html') },
      },
    },
  },
});
