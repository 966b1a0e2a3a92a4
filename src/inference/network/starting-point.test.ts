import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../backend/wasm.ts';
import { parameterLayout } from './architecture.ts';
import { initialWeights } from './initial-weights.ts';
import { saveModel } from './model-save.ts';
import { knownMap, normals, wasmFolder } from './network.testing.ts';
import { Predictor } from './predictor.ts';
import { measureStandardisation, type Standardisation } from './standardisation.ts';
import { deepened, startingPoint } from './starting-point.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';
import { train } from './trainer.ts';
import { TRAINING_DEFAULTS } from './training-settings.ts';
import { rowsInMemory } from './training-source.ts';

const shape = { features: 6, outputs: 3, hidden: 16, blocks: 1 };
const data = knownMap(2000, 1);
const first = measureStandardisation(data.features, data.targets, data.rows);
/** The second population has another mean and is wider. */
const second: Standardisation = {
  ...first,
  featureMean: first.featureMean.map((m, i) => m + 0.7 * (first.featureSd[i] ?? 0)),
  featureSd: first.featureSd.map((s) => 1.6 * s),
  targetMean: first.targetMean.map((m) => m - 0.1),
  targetSd: first.targetSd.map((s) => 1.3 * s),
};

describe('a training that continues from a stored network', () => {
  let folder: string;
  beforeAll(() => startWasm(wasmFolder()));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'start-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const store = async (weights: Float32Array, precision: 'float32' | 'float16', standardisation = first): Promise<void> => {
    const card = {
      id: 'first',
      protocolId: 'p',
      createdAt: '2026-01-01T00:00:00Z',
      cells: 2000,
      samplesSeen: 4000,
      population: 'none',
      seeds: { weights: 1 },
      settings: { batchRows: 5 },
      figures: { r2Mean: 0 },
      limits: [],
    };
    await saveModel(folder, { shape, weights, standardisation, featureLayoutId: 'bins', outputIds: ['a', 'b', 'c'], precision, card });
  };

  it.each([
    ['float32', 1e-5],
    ['float16', 3e-3],
  ] as const)('begins with its answers, whatever the standardisation, in %s', async (precision, tolerance) => {
    const weights = initialWeights(shape, 3).map((w, i) => w + 0.05 * Math.sin(i));
    await store(weights, precision);
    const start = await startingPoint(folder, {}, second);
    expect(start.description).toMatch(/^first, 4000 samples, weights [0-9a-f]{8}$/);
    const wanted = await Predictor.fromWeights(shape, weights, first).predict(data.features, data.rows);
    const got = await Predictor.fromWeights(shape, start.weights, second).predict(data.features, data.rows);
    wanted.mean.forEach((m, i) => expect(Math.abs((got.mean[i] ?? NaN) - m)).toBeLessThan(tolerance));
    wanted.sd.forEach((s, i) => expect(Math.abs((got.sd[i] ?? NaN) / s - 1)).toBeLessThan(10 * tolerance));
  });

  it('features that did not vary in the first population begin without effect', async () => {
    const flat = { ...first, featureSd: first.featureSd.map((s, i) => (i === 4 ? 1e-6 : s)) };
    await store(initialWeights(shape, 3), 'float32', flat);
    const { weights } = await startingPoint(folder, {}, first);
    const other = data.features.map((v, i) => (i % 6 === 4 ? v + 100 * normals(1, i)[0]! : v));
    const predictor = Predictor.fromWeights(shape, weights, first);
    expect((await predictor.predict(other, data.rows)).mean).toEqual((await predictor.predict(data.features, data.rows)).mean);
  });

  it('has a lower loss at its first step than a training from random weights has after many', async () => {
    const source = rowsInMemory(data, 5);
    const settings = {
      ...TRAINING_DEFAULTS,
      batchRows: 64,
      steps: 300,
      squaredErrorSteps: 50,
      averageDecay: 0.98,
      learningRate: { ...TRAINING_DEFAULTS.learningRate, peak: 5e-3, warmUpSteps: 10 },
    };
    const engine = new TfjsGradientEngine(shape);
    const trained = await train({ engine, source, standardisation: first, settings });
    await store(trained.weights, 'float32');
    const start = await startingPoint(folder, {}, second);
    const losses: number[] = [];
    const options = {
      engine,
      source,
      standardisation: second,
      settings: { ...settings, squaredErrorSteps: 0, steps: 5 },
      onProgress: ({ loss }: { loss: number }) => losses.push(loss),
    };
    await train({ ...options, start: start.weights });
    await train(options);
    expect(losses[0]).toBeLessThan((losses[9] ?? NaN) - 0.2);
  });

  it('answers as before with more blocks, which then learn', async () => {
    const weights = initialWeights(shape, 3);
    const deep = { ...shape, blocks: 3 };
    const more = deepened(weights, shape, 3, 7);
    const answers = async (of: typeof shape, flat: Float32Array): Promise<Float32Array> => {
      const predictor = Predictor.fromWeights(of, flat, first);
      const { mean } = await predictor.predict(data.features, data.rows);
      predictor.dispose();
      return mean;
    };
    const before = await answers(shape, weights);
    const at: number[] = [];
    (await answers(deep, more)).forEach((mean, i) => (at[i % 3] = Math.max(at[i % 3] ?? 0, Math.abs(mean - (before[i] ?? NaN)))));
    expect(Math.max(...at)).toBeLessThan(1e-5);
    const settings = { ...TRAINING_DEFAULTS, batchRows: 64, steps: 30, squaredErrorSteps: 30, averageDecay: 0 };
    const trained = await train({
      engine: new TfjsGradientEngine(deep),
      source: rowsInMemory(data, 5),
      standardisation: first,
      settings,
      start: more,
    });
    for (const { name, offset, size } of parameterLayout(deep)) {
      if (name === 'block2_project/kernel') expect(trained.weights.subarray(offset, offset + size).some((w) => w !== 0)).toBe(true);
    }
  });

  it('refuses a network of another protocol or layout', async () => {
    await store(initialWeights(shape, 3), 'float32');
    await expect(startingPoint(folder, { protocolId: 'q' }, first)).rejects.toThrow(/trained for the protocol p, but .* q/);
    await expect(startingPoint(folder, { featureLayoutId: 'other' }, first)).rejects.toThrow(/feature layout/);
  });
});
