import * as tf from '@tensorflow/tfjs-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_FILE, tensorflowFolder } from '../../../src/inference/backend/tensorflow-folder.ts';
import { startTensorflowLibrary } from '../../../src/inference/backend/tensorflow-library.ts';
import { startWasm } from '../../../src/inference/backend/wasm.ts';
import { type NetworkShape, Predictor, TfjsGradientEngine } from '../../../src/inference/network/index.ts';
import { initialWeights } from '../../../src/inference/network/initial-weights.ts';
import { normals, wasmFolder } from '../../../src/inference/network/network.testing.ts';
import type { Objective } from '../../../src/inference/network/objective.ts';
import { startTrainingEngine } from '../../../src/inference/network/training-engine.ts';

const folder = tensorflowFolder();
const built = existsSync(join(folder, BUILT_FILE));

const shape: NetworkShape = { features: 130, outputs: 7, hidden: 64, blocks: 2 };
const rows = 37;
const weights = initialWeights(shape, 1).map((w, i) => w + 0.05 * Math.sin(i));
const x = normals(rows * shape.features, 2);
const y = normals(rows * shape.outputs, 3);
const objectives: Objective[] = [{ kind: 'squared' }, { kind: 'likelihood', beta: 0 }, { kind: 'likelihood', beta: 0.5 }];

const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const farthest = (a: Float32Array, b: Float32Array): number => largest(a.map((v, i) => v - b[i]!));

describe.skipIf(!built)('TensorFlow and WASM [needs the library: npm run build:tensorflow]', () => {
  beforeAll(async () => {
    await startTensorflowLibrary(folder);
  });

  it('compute with the one tfjs-core of the program', () => {
    expect(tf.getBackend()).toBe('tensorflow');
    const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
    expect(product).toBeInstanceOf(tf.Tensor);
    expect([...product.dataSync()]).toEqual([19, 22, 43, 50]);
    expect(tf.getKernelsForBackend('tensorflow').length).toBeGreaterThan(100);
  });

  it.each(objectives)('give the same loss and gradient for $kind $beta', async (objective) => {
    const engine = new TfjsGradientEngine(shape);
    const copied = { loss: 0, gradient: new Float32Array() };
    await startWasm(wasmFolder());
    const wasm = engine.lossAndGradient(weights, x, y, rows, objective);
    Object.assign(copied, { loss: wasm.loss, gradient: wasm.gradient.slice() });
    await startTensorflowLibrary(folder);
    const before = tf.memory().numTensors;
    const tensorflow = engine.lossAndGradient(weights, x, y, rows, objective);
    expect(tf.memory().numTensors).toBe(before);
    expect(tensorflow.loss).toBeCloseTo(copied.loss, 5);
    expect(farthest(tensorflow.gradient, copied.gradient)).toBeLessThan(3e-6 * largest(copied.gradient));
    expect(largest(copied.gradient)).toBeGreaterThan(1e-3);
  });

  it('give the same predictions', async () => {
    const filled = (n: number, value: number): Float32Array => new Float32Array(n).fill(value);
    const standardisation = {
      featureMean: filled(130, 0.1),
      featureSd: filled(130, 0.9),
      targetMean: filled(7, 1),
      targetSd: filled(7, 0.23),
      featureClip: 10,
    };
    const predicted = async (): Promise<{ mean: Float32Array; sd: Float32Array }> => {
      const predictor = Predictor.fromWeights(shape, weights, standardisation);
      const answer = await predictor.predict(x, rows);
      predictor.dispose();
      return answer;
    };
    await startWasm(wasmFolder());
    const wasm = await predicted();
    await startTensorflowLibrary(folder);
    const tensorflow = await predicted();
    expect(farthest(tensorflow.mean, wasm.mean)).toBeLessThan(2e-6);
    expect(farthest(tensorflow.sd, wasm.sd)).toBeLessThan(2e-6);
    expect(new Set(Array.from(wasm.mean, (v) => v.toFixed(3))).size).toBeGreaterThan(10);
  });

  it('is what training takes by itself where tfjs-node-gpu is not installed', async () => {
    const absent = (): Promise<never> => Promise.reject(Object.assign(new Error('absent'), { code: 'ERR_MODULE_NOT_FOUND' }));
    const options = { wasmDir: wasmFolder(), tensorflowDir: folder, threads: 1, workerScript: '', batchRows: rows, load: absent };
    const { engine, description } = await startTrainingEngine(shape, { ...options, backend: 'auto' });
    expect(engine.name).toBe('tfjs');
    expect(description).toMatch(/^Training runs on TensorFlow on the CPU.* tfjs-node-gpu was not taken: not installed\.$/);
  });
});
