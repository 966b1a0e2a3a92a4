import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../backend/wasm.ts';
import { knownMap, wasmFolder } from './network.testing.ts';
import { Predictor } from './predictor.ts';
import { scorePrediction } from './score.ts';
import { measureStandardisation } from './standardisation.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';
import { startTrainingEngine } from './training-engine.ts';
import { train, type TrainingOptions } from './trainer.ts';
import { TRAINING_DEFAULTS, type TrainingSettings } from './training-settings.ts';
import { rowsInMemory } from './training-source.ts';

const shape = { features: 6, outputs: 3, hidden: 32, blocks: 2 };
const data = knownMap(4000, 1);
const standardisation = measureStandardisation(data.features, data.targets, data.rows);
const settings: TrainingSettings = {
  ...TRAINING_DEFAULTS,
  batchRows: 64,
  steps: 40,
  squaredErrorSteps: 15,
  learningRate: { peak: 5e-3, warmUpSteps: 10, decay: 'cosine', final: 0.01 },
};

function options(over: Partial<TrainingOptions> = {}): TrainingOptions {
  return { engine: new TfjsGradientEngine(shape), source: rowsInMemory(data, 5), standardisation, settings, ...over };
}

describe('train', () => {
  let folder: string;
  beforeAll(() => startWasm(wasmFolder()));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'training-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('learns a nonlinear map and its uncertainty', async () => {
    const test = knownMap(1000, 2);
    const result = await train(options({ settings: { ...settings, steps: 1200, squaredErrorSteps: 200, averageDecay: 0.98 } }));
    const predictor = Predictor.fromWeights(shape, result.weights, standardisation);
    const { mean, sd } = await predictor.predict(test.features, test.rows);
    const score = scorePrediction(test.targets, mean, sd, test.rows);
    expect(score.r2[0]).toBeGreaterThan(0.95);
    expect(score.r2[1]).toBeGreaterThan(0.9);
    // The best possible is 1 / 1.25 = 0.8, with an SD of 0.5.
    expect(score.r2[2]).toBeGreaterThan(0.72);
    const predicted = sd.filter((_, i) => i % 3 === 2).reduce((a, b) => a + b, 0) / test.rows;
    expect(predicted).toBeGreaterThan(0.4);
    expect(predicted).toBeLessThan(0.6);
    expect(score.coverage90).toBeGreaterThan(0.8);
    predictor.dispose();
  });

  it('continues from a checkpoint to the weights of an uninterrupted run', async () => {
    const whole = await train(options());
    const stop = new AbortController();
    const checkpoint = { folder, everySeconds: 1e9 };
    const first = await train(
      options({
        checkpoint,
        signal: stop.signal,
        onProgress: (p) => {
          if (p.step === 23) stop.abort();
        },
      }),
    );
    expect(first).toMatchObject({ ended: 'cancelled', steps: 23, samplesSeen: 23 * 64 });
    const second = await train(options({ checkpoint }));
    expect(second).toMatchObject({ ended: 'steps', steps: 40, samplesSeen: 40 * 64 });
    expect(second.weights).toEqual(whole.weights);
    expect(second.weights).not.toEqual(first.weights);
  });

  it('continues identically on the default engine of training', async () => {
    const { engine } = await startTrainingEngine(shape, {
      backend: 'wasm',
      wasmDir: wasmFolder(),
      tensorflowDir: '',
      threads: 1,
      workerScript: '',
      batchRows: 64,
    });
    expect(engine.name).toBe('simd');
    const whole = await train(options({ engine }));
    const checkpoint = { folder, everySeconds: 0 };
    await expect(
      train(
        options({
          engine,
          checkpoint,
          onProgress: (p) => {
            if (p.step === 23) throw new Error('power cut');
          },
        }),
      ),
    ).rejects.toThrow('power cut');
    expect((await train(options({ engine, checkpoint }))).weights).toEqual(whole.weights);
  });

  it('refuses a damaged checkpoint and one of other settings', async () => {
    const checkpoint = { folder, everySeconds: 1e9 };
    await train(options({ checkpoint, settings: { ...settings, steps: 2 } }));
    await expect(train(options({ checkpoint }))).rejects.toThrow(/other settings.*Delete/);
    const path = join(folder, 'training.checkpoint');
    const bytes = await readFile(path);
    bytes[bytes.length - 100]! ^= 1;
    await writeFile(path, bytes);
    await expect(train(options({ checkpoint }))).rejects.toThrow(/is damaged.*Delete/);
    await writeFile(path, bytes.subarray(0, 4000));
    await expect(train(options({ checkpoint }))).rejects.toThrow(/is damaged.*Delete/);
  });

  it('ends at its time limit with an annealed learning rate', async () => {
    let ms = 0;
    const rates: number[] = [];
    const result = await train(
      options({ settings: { ...settings, secondsLimit: 10 }, nowMs: () => (ms += 100), onProgress: (p) => rates.push(p.learningRate) }),
    );
    expect(result.ended).toBe('time');
    expect(result.steps).toBeLessThan(40);
    expect(rates.at(-1)).toBeLessThan(0.1 * Math.max(...rates));
  });

  it('reports progress and evaluates the averaged weights', async () => {
    const seen: number[] = [];
    const result = await train(
      options({
        settings: { ...settings, steps: 6 },
        evaluation: { everySteps: 3, evaluate: (w) => Promise.resolve({ first: w[0]! }) },
        onProgress: (p) => seen.push(p.done),
      }),
    );
    expect(seen).toHaveLength(6);
    expect(seen.at(-1)).toBe(1);
    expect(result.figures).toEqual({ first: result.weights[0] });
  });

  it('ends early without an improvement on held-out cells, with the best weights, also after a stop', async () => {
    const judged: Float32Array[] = [];
    // Falls until the fourth evaluation of 2 steps each, then rises.
    const evaluate = (weights: Float32Array): Promise<Record<string, number>> => {
      const known = judged.findIndex((seen) => seen.every((w, i) => w === weights[i]));
      const at = known < 0 ? judged.push(weights.slice()) - 1 : known;
      return Promise.resolve({ heldOut: Math.abs(at - 3) });
    };
    const early: Partial<TrainingOptions> = {
      settings: { ...settings, squaredErrorSteps: 1 },
      evaluation: { everySteps: 2, evaluate },
      earlyStop: { figure: 'heldOut', patience: 5 },
      checkpoint: { folder, everySeconds: 1e9 },
    };
    const stop = new AbortController();
    const first = await train(
      options({
        ...early,
        signal: stop.signal,
        onProgress: (p) => {
          if (p.step === 13) stop.abort();
        },
      }),
    );
    expect(first.ended).toBe('cancelled');
    const second = await train(options(early));
    expect(second).toMatchObject({ ended: 'no-better', steps: 18, bestStep: 8, figures: { heldOut: 0 } });
    expect(second.weights).toEqual(judged[3]);
    const again = await train(options(early));
    expect(again).toMatchObject({ ended: 'no-better', steps: 18, bestStep: 8 });
  });

  it('does not continue without the figure for early stopping', async () => {
    const evaluation = { everySteps: 20, evaluate: () => Promise.resolve({ heldOut: NaN }) };
    await expect(train(options({ evaluation, earlyStop: { figure: 'heldOut', patience: 2 } }))).rejects.toThrow(
      /"heldOut", expected a number, got NaN at step 20/,
    );
  });

  it('refuses data that do not fit the network', async () => {
    const engine = new TfjsGradientEngine({ ...shape, features: 7 });
    await expect(train(options({ engine }))).rejects.toThrow(/takes 7 features, but the data have 6/);
  });
});

describe('rowsInMemory', () => {
  it('gives every row once per epoch, in another order each epoch', () => {
    const rows = { features: Float32Array.from({ length: 10 }, (_, i) => i), targets: new Float32Array(10), rows: 10 };
    const source = rowsInMemory(rows, 1);
    const epoch = (e: number): number[] => [0, 1].flatMap((b) => Array.from((source.nextBatch(5, e * 2 + b) as { x: Float32Array }).x));
    expect(epoch(0).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epoch(1)).not.toEqual(epoch(0));
    expect(epoch(0)).toEqual(epoch(0));
  });
});
