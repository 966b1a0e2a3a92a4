import { expect, it } from 'vitest';
import { wasmFolder } from './network.testing.ts';
import { startTrainingEngine } from './training-engine.ts';

const shape = { features: 5, outputs: 3, hidden: 8, blocks: 1 };
const absent = (): Promise<never> => Promise.reject(Object.assign(new Error('absent'), { code: 'ERR_MODULE_NOT_FOUND' }));
const options = { wasmDir: wasmFolder(), tensorflowDir: '/nowhere', threads: 0, workerScript: '', batchRows: 8, load: absent };

it('falls back to WebAssembly where no TensorFlow is to be had, and says why', async () => {
  const { engine, told } = await startTrainingEngine(shape, { ...options, backend: 'auto' });
  expect(engine.name).toBe('simd');
  expect(told).toMatch(/^Training runs on WebAssembly \(simd\)\. tfjs-node-gpu was not taken: not installed\./);
  expect(told).toMatch(/the TensorFlow library was not taken: .*expected \/nowhere.*npm run build:tensorflow/);
});

it('does not try TensorFlow when WebAssembly is asked for', async () => {
  const { told } = await startTrainingEngine(shape, { ...options, backend: 'wasm' });
  expect(told).toBe('Training runs on WebAssembly (simd).');
});

it('stops when TensorFlow is asked for and cannot be had', async () => {
  await expect(startTrainingEngine(shape, { ...options, backend: 'tensorflow' })).rejects.toThrow(
    /TensorFlow was asked for.*not installed.*npm run build:tensorflow.*--backend wasm/,
  );
});
