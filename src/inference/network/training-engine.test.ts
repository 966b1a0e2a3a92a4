import { expect, it } from 'vitest';
import { wasmFolder } from './network.testing.ts';
import { startTrainingEngine } from './training-engine.ts';

const shape = { features: 5, outputs: 3, hidden: 8, blocks: 1 };
const absent = (): Promise<never> => Promise.reject(Object.assign(new Error('absent'), { code: 'ERR_MODULE_NOT_FOUND' }));
const options = { wasmDir: wasmFolder(), tensorflowDir: '/nowhere', threads: 0, workerScript: '', batchRows: 8, load: absent };

it('falls back to WebAssembly where TensorFlow is not available, and states why', async () => {
  const { engine, description } = await startTrainingEngine(shape, { ...options, backend: 'auto' });
  expect(engine.name).toBe('simd');
  expect(description).toMatch(/^Training runs on WebAssembly \(simd\)\. tfjs-node-gpu was not taken: not installed\./);
  expect(description).toMatch(/the TensorFlow library was not taken: .*expected \/nowhere.*npm run build:tensorflow/);
});

it('does not try TensorFlow when WebAssembly is requested', async () => {
  const { description } = await startTrainingEngine(shape, { ...options, backend: 'wasm' });
  expect(description).toBe('Training runs on WebAssembly (simd).');
});

it('stops when TensorFlow is requested and not available', async () => {
  await expect(startTrainingEngine(shape, { ...options, backend: 'tensorflow' })).rejects.toThrow(
    /TensorFlow was requested.*not installed.*npm run build:tensorflow.*--backend wasm/,
  );
});
