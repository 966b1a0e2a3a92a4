import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../backend/wasm.ts';
import { createRandom } from '../../core/random/random.ts';
import { initialWeights } from './initial-weights.ts';
import { normals, wasmFolder } from './network.testing.ts';
import { Predictor } from './predictor.ts';
import { scorePrediction } from './score.ts';
import { measureStandardisation, standardiseFeatures } from './standardisation.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';
import { train, type TrainingOptions } from './trainer.ts';
import { TRAINING_DEFAULTS } from './training-settings.ts';
import { rowsInMemory, type TrainingRows } from './training-source.ts';
import { Whitening } from './whitening.ts';

const FEATURES = 24;
const shape = { features: FEATURES, outputs: 1, hidden: 16, blocks: 1 };

/** Like bins of a current: all follow one large sum, and the targets depend on the small differences between neighbours. */
function alike(rows: number, seed: number): TrainingRows {
  const random = createRandom(seed);
  const features = new Float32Array(rows * FEATURES);
  const targets = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    const common = random.normal();
    const little = Array.from({ length: FEATURES }, () => 0.3 * random.normal());
    features.set(
      little.map((value, i) => 3 + common * (1 + i / FEATURES) + value),
      r * FEATURES,
    );
    targets[r] = little.reduce((sum, value, i) => sum + (i % 2 === 0 ? value : -value), 0);
  }
  return { features, targets, rows };
}

const data = alike(4000, 1);
const standardisation = measureStandardisation(data.features, data.targets, data.rows);
const x = standardiseFeatures(standardisation, data.features, data.rows);

describe('Whitening', () => {
  beforeAll(() => startWasm(wasmFolder()));

  it('removes correlation, and amplifies nothing beyond its floor', () => {
    const white = Whitening.measure(x, data.rows).apply(x, data.rows);
    const moment = (of: Float32Array, i: number, j: number): number =>
      Array.from({ length: data.rows }, (_, r) => of[r * FEATURES + i]! * of[r * FEATURES + j]!).reduce((a, b) => a + b) / data.rows;
    const correlation = (of: Float32Array, i: number, j: number): number =>
      Math.abs(moment(of, i, j)) / Math.sqrt(moment(of, i, i) * moment(of, j, j));
    for (const [i, j] of [
      [0, 1],
      [5, 6],
      [3, 20],
    ] as const) {
      expect(correlation(x, i, j)).toBeGreaterThan(0.9);
      expect(correlation(white, i, j)).toBeLessThan(0.3);
    }
    for (let i = 0; i < FEATURES; i++) expect(moment(white, i, i)).toBeLessThan(1);
  });

  it('does not change the answers of a network', () => {
    const whitening = Whitening.measure(x, data.rows);
    const weights = initialWeights(shape, 3);
    const there = whitening.inside(weights, shape);
    expect(there).not.toEqual(weights);
    whitening.outside(there, shape).forEach((w, i) => {
      expect(w).toBeCloseTo(weights[i]!, 4);
    });
    // The loss of a network on x and of its twin on x W.
    const engine = new TfjsGradientEngine(shape);
    const y = normals(64, 4);
    const some = x.slice(0, 64 * FEATURES);
    const plain = engine.lossAndGradient(weights, some, y, 64, { kind: 'squared' }).loss;
    expect(engine.lossAndGradient(there, whitening.apply(some, 64), y, 64, { kind: 'squared' }).loss).toBeCloseTo(plain, 5);
  });

  const options = (over: Partial<TrainingOptions> = {}): TrainingOptions => ({
    engine: new TfjsGradientEngine(shape),
    source: rowsInMemory(data, 5),
    standardisation,
    settings: { ...TRAINING_DEFAULTS, batchRows: 64, steps: 250, squaredErrorSteps: 250, averageDecay: 0.9 },
    ...over,
  });

  it('lets training learn differences between neighbours in few steps', async () => {
    const test = alike(1000, 2);
    const r2 = async (over: Partial<TrainingOptions>): Promise<number> => {
      const { weights } = await train(options(over));
      const predictor = Predictor.fromWeights(shape, weights, standardisation);
      const { mean, sd } = await predictor.predict(test.features, test.rows);
      predictor.dispose();
      return scorePrediction(test.targets, mean, sd, test.rows).r2[0]!;
    };
    const plain = await r2({});
    const white = await r2({ whitening: Whitening.measure(x, data.rows) });
    expect(1 - white).toBeLessThan(0.7 * (1 - plain));
  });

  it('continues after a stop, but not from a checkpoint of unwhitened training', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'whitening-'));
    try {
      const whitening = Whitening.measure(x, data.rows);
      const checkpoint = { folder, everySeconds: 1e9 };
      const whole = await train(options({ whitening }));
      const stop = new AbortController();
      await train(
        options({
          whitening,
          checkpoint,
          signal: stop.signal,
          onProgress: ({ step }) => {
            if (step === 100) stop.abort();
          },
        }),
      );
      expect((await train(options({ whitening, checkpoint }))).weights).toEqual(whole.weights);
      await expect(train(options({ checkpoint }))).rejects.toThrow(/other settings.*Delete/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses rows that do not divide, and features that are not finite', () => {
    expect(() => Whitening.measure(new Float32Array(7), 3)).toThrow(/7 values do not divide into 3 rows/);
    expect(() => Whitening.measure(Float32Array.from([1, 2, NaN, 4]), 2)).toThrow(/not finite/);
  });

  it('fits the network or is refused', async () => {
    const whitening = Whitening.measure(new Float32Array(normals(60, 1)), 20);
    await expect(train(options({ whitening }))).rejects.toThrow(/takes 24 whitened features, but the data have 3/);
  });
});
