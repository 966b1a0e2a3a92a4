import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, GpuPredictPort } from '../backend/backend.ts';
import { startWasm } from '../backend/wasm.ts';
import type { NetworkShape } from './architecture.ts';
import { toFloat16 } from './float16.ts';
import { initialWeights } from './initial-weights.ts';
import { readModelFile, saveModel, type ModelToSave } from './model-file.ts';
import { normals, wasmFolder } from './network.testing.ts';
import { Predictor } from './predictor.ts';
import { sha256 } from './sha256.ts';

const shape: NetworkShape = { features: 20, outputs: 4, hidden: 16, blocks: 2 };
const rows = 600;
const features = normals(rows * shape.features, 8).map((v) => 3 + 2 * v);
const wasm: Backend = { name: 'wasm', adapter: 'CPU', notes: [], port: null };

const model: ModelToSave = {
  shape,
  weights: initialWeights(shape, 1).map((w, i) => w + 0.05 * Math.sin(i)),
  standardisation: {
    featureMean: new Float32Array(20).fill(3),
    featureSd: new Float32Array(20).fill(2),
    targetMean: new Float32Array(4).fill(1),
    targetSd: new Float32Array(4).fill(0.23),
    featureClip: 10,
  },
  featureLayoutId: 'bins-a',
  outputIds: ['ina.g_Na', 'ical.p_CaL', 'ikr.g_Kr', 'leak'],
  precision: 'float32',
  card: {
    id: 'tiny',
    protocolId: 'clark2022-rounded',
    createdAt: '2026-01-01T00:00:00Z',
    cells: 10,
    samplesSeen: 100,
    population: 'none',
    seeds: { weights: 1 },
    settings: { batchRows: 5 },
    figures: { r2Mean: 0 },
    limits: [],
  },
};

describe('a saved network', () => {
  let folder: string;
  beforeAll(() => startWasm(wasmFolder()));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'network-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const editCard = async (edit: (card: Record<string, unknown>) => void): Promise<void> => {
    const path = join(folder, 'card.json');
    const card = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    edit(card);
    await writeFile(path, JSON.stringify(card));
  };

  it.each([
    ['float32', 1e-6],
    ['float16', 3e-3],
  ] as const)('predicts the same after loading, in %s', async (precision, tolerance) => {
    await saveModel(folder, { ...model, precision });
    const direct = Predictor.fromWeights(shape, model.weights, model.standardisation);
    const wanted = await direct.predict(features, rows);
    // Twice: names of weights must not clash with those of a network already in memory.
    for (const _ of [1, 2]) {
      const loaded = await Predictor.load(folder, wasm, { protocolId: 'clark2022-rounded', featureLayoutId: 'bins-a', featureCount: 20 });
      const got = await loaded.predict(features, rows);
      expect(Math.max(...got.mean.map((v, i) => Math.abs(v - wanted.mean[i]!)))).toBeLessThan(tolerance);
      expect(Math.max(...got.sd.map((v, i) => Math.abs(v / wanted.sd[i]! - 1)))).toBeLessThan(tolerance * 4);
      expect(loaded.card?.outputIds[2]).toBe('ikr.g_Kr');
      loaded.dispose();
    }
    direct.dispose();
  });

  it('predicts through a port to another process', async () => {
    const card = await saveModel(folder, model);
    const near = await Predictor.load(folder, wasm);
    const asked: number[] = [];
    const port: GpuPredictPort = {
      adapter: 'test GPU',
      software: false,
      load: (modelJson, weights) => {
        expect(weights.byteLength).toBe(card.weightsBytes);
        expect(modelJson.weightSpecs[0]?.name).toBe('stem/kernel');
        return Promise.resolve();
      },
      predict: (x, n) => {
        asked.push(n);
        expect(Math.abs(x[0]! - (features[asked.length === 1 ? 0 : 512 * 20]! - 3) / 2)).toBeLessThan(1e-6);
        return Promise.resolve(new Float32Array(n * 8));
      },
    };
    const far = await Predictor.load(folder, { name: 'webgpu', adapter: port.adapter, notes: [], port });
    const { mean, sd } = await far.predict(features, rows);
    expect(asked).toEqual([512, 88]);
    expect(mean.every((v) => v === 1)).toBe(true);
    expect(sd[0]).toBeCloseTo(0.23, 6);
    near.dispose();
  });

  it('refuses cut and corrupted weights', async () => {
    await saveModel(folder, model);
    const path = join(folder, 'weights.bin');
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 4));
    await expect(readModelFile(folder)).rejects.toMatchObject({
      problem: 'weights-corrupted',
      message: expect.stringMatching(/should have \d+ bytes but has \d+/) as unknown,
    });
    bytes[1234]! ^= 0x10;
    await writeFile(path, bytes);
    await expect(readModelFile(folder)).rejects.toMatchObject({
      problem: 'weights-corrupted',
      message: expect.stringMatching(/SHA-256 should be/) as unknown,
    });
  });

  it('refuses weights that are not finite even where their digest fits', async () => {
    await saveModel(folder, model);
    const path = join(folder, 'weights.bin');
    const bytes = await readFile(path);
    bytes.writeFloatLE(Number.NaN, 400);
    await writeFile(path, bytes);
    await editCard((card) => (card['weightsSha256'] = sha256(bytes)));
    await expect(readModelFile(folder)).rejects.toMatchObject({
      problem: 'weights-not-finite',
      message: expect.stringContaining('Weight 100') as unknown,
    });
    await expect(saveModel(folder, { ...model, weights: model.weights.map((w, i) => (i === 7 ? Infinity : w)) })).rejects.toThrow(
      /weight 7 is not finite/,
    );
  });

  it('refuses another protocol, feature layout, feature count or set of outputs', async () => {
    await saveModel(folder, model);
    await expect(readModelFile(folder, { protocolId: 'steps' })).rejects.toMatchObject({
      problem: 'wrong-protocol',
      message: expect.stringMatching(/clark2022-rounded.*made with steps/) as unknown,
    });
    await expect(readModelFile(folder, { featureLayoutId: 'bins-b' })).rejects.toMatchObject({ problem: 'wrong-feature-layout' });
    await expect(readModelFile(folder, { featureCount: 21 })).rejects.toMatchObject({ problem: 'wrong-feature-count' });
    await expect(readModelFile(folder, { outputIds: ['a', 'b', 'c', 'd'] })).rejects.toMatchObject({ problem: 'wrong-outputs' });
  });

  it('refuses a card or topology that is missing, no JSON or of another network', async () => {
    await expect(readModelFile(folder)).rejects.toMatchObject({
      problem: 'missing',
      message: expect.stringContaining('card.json') as unknown,
    });
    await saveModel(folder, model);
    await editCard((card) => (card['shape'] = { ...shape, blocks: 3 }));
    await expect(readModelFile(folder)).rejects.toMatchObject({ problem: 'topology' });
    await editCard((card) => delete card['featureClip']);
    await expect(readModelFile(folder)).rejects.toMatchObject({
      problem: 'card',
      message: expect.stringContaining('featureClip') as unknown,
    });
    await writeFile(join(folder, 'card.json'), '{"id":');
    await expect(readModelFile(folder)).rejects.toMatchObject({ problem: 'card', message: expect.stringContaining('not JSON') as unknown });
  });

  it('counts features far outside the population and clips them to its edge', async () => {
    const predictor = Predictor.fromWeights(shape, model.weights, model.standardisation);
    const far = new Float32Array(40).fill(3);
    far[21] = 1e4;
    far[30] = -1e4;
    const edge = far.map((v) => Math.min(3 + 2 * 10, Math.max(3 - 2 * 10, v)));
    const got = await predictor.predict(far, 2);
    expect([...got.clippedFeatures]).toEqual([0, 2]);
    expect(got.mean).toEqual((await predictor.predict(edge, 2)).mean);
    predictor.dispose();
  });

  it('refuses features of the wrong number or not finite', async () => {
    const predictor = Predictor.fromWeights(shape, model.weights, model.standardisation);
    await expect(predictor.predict(new Float32Array(21), 1)).rejects.toThrow(
      /takes 20 features a row: expected 20 values for 1 rows, got 21/,
    );
    await expect(predictor.predict(new Float32Array(20).fill(Number.NaN), 1)).rejects.toThrow(/Feature 0 of row 0 is NaN/);
    predictor.dispose();
  });
});

describe('toFloat16', () => {
  it('rounds to nearest even, with subnormals, overflow and signs', () => {
    const cases: readonly (readonly [number, number])[] = [
      [0, 0x0000],
      [-0, 0x8000],
      [1, 0x3c00],
      [-2, 0xc000],
      [65504, 0x7bff],
      [65520, 0x7c00],
      [1e9, 0x7c00],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [3 * 2 ** -25, 0x0002],
      [-(2 ** -24), 0x8001],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [0.333251953125, 0x3555],
      [Number.NaN, 0x7e00],
      [-Infinity, 0xfc00],
    ];
    expect(Array.from(toFloat16(Float32Array.from(cases, ([v]) => v)))).toEqual(cases.map(([, half]) => half));
  });
});
