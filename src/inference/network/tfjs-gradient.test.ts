import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../backend/wasm.ts';
import { AdamW } from './adamw.ts';
import { buildNetwork, type NetworkShape, parameterLayout, setFlatWeights } from './architecture.ts';
import { initialWeights } from './initial-weights.ts';
import { normals, wasmFolder } from './network.testing.ts';
import type { Objective } from './objective.ts';
import { plainAdamW, plainLossAndGradient } from './plain-network.testing.ts';
import { Predictor } from './predictor.ts';
import type { GradientEngine } from './gradient-engine.ts';
import { SimdGradientEngine } from './simd-gradient.ts';
import { SimdMultiply } from './simd-multiply.ts';
import { TfjsGradientEngine } from './tfjs-gradient.ts';
import * as tf from '@tensorflow/tfjs-core';

const shape: NetworkShape = { features: 5, outputs: 3, hidden: 8, blocks: 2 };
const rows = 7;
const x = normals(rows * shape.features, 1);
const y = normals(rows * shape.outputs, 2);
const objectives: Objective[] = [{ kind: 'squared' }, { kind: 'likelihood', beta: 0 }, { kind: 'likelihood', beta: 0.5 }];

/** Away from the start, where gains are 1, biases 0 and log SDs near 0. */
function weightsSomewhere(): Float32Array {
  const start = initialWeights(shape, 3);
  const shake = normals(start.length, 4);
  return start.map((w, i) => w + 0.3 * shake[i]!);
}

function relativeError(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let miss = 0;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    miss += (got[i]! - wanted[i]!) ** 2;
    size += wanted[i]! ** 2;
  }
  return Math.sqrt(miss / size);
}

function simdEngine(): GradientEngine {
  const engine = SimdGradientEngine.create(shape);
  if (engine === null) throw new Error('This runtime has no relaxed SIMD; the pinned Node has.');
  return engine;
}

describe.each([
  ['tfjs', (): GradientEngine => new TfjsGradientEngine(shape)],
  ['our own SIMD product', simdEngine],
])('the hand-written backward pass on %s', (_, engineOf) => {
  beforeAll(() => startWasm(wasmFolder()));

  it.each(objectives)('equals automatic differentiation in float64 for $kind $beta', async (objective) => {
    const weights = weightsSomewhere();
    const engine = engineOf();
    const got = await engine.lossAndGradient(weights, x, y, rows, objective);
    const wanted = plainLossAndGradient(shape, weights, x, y, rows, objective);
    expect(got.loss).toBeCloseTo(wanted.loss, 5);
    expect(relativeError(got.gradient, wanted.gradient)).toBeLessThan(1e-5);
  });

  it('equals finite differences of the loss', async () => {
    const objective: Objective = { kind: 'likelihood', beta: 0 };
    const weights = weightsSomewhere();
    const { gradient } = await engineOf().lossAndGradient(weights, x, y, rows, objective);
    const exact = Float64Array.from(weights);
    const lossAt = (i: number, value: number): number => {
      const moved = exact.slice();
      moved[i] = value;
      return plainLossAndGradient(shape, moved, x, y, rows, objective).loss;
    };
    const h = 1e-5;
    const measured = exact.map((w, i) => (lossAt(i, w + h) - lossAt(i, w - h)) / (2 * h));
    expect(relativeError(gradient, measured)).toBeLessThan(1e-5);
  });

  it('equals an independent training run over 30 steps of AdamW with clipping and decay', async () => {
    const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, maxGradientNorm: 0.5 };
    const layout = parameterLayout(shape);
    const start = weightsSomewhere();
    const optimiser = new AdamW(start, layout, settings);
    const engine = engineOf();
    const plain = Float64Array.from(start);
    const moments = { m: new Float64Array(plain.length), v: new Float64Array(plain.length) };
    const isKernel = layout.flatMap((p) => new Array<boolean>(p.size).fill(p.role === 'kernel'));
    for (let t = 1; t <= 30; t++) {
      const objective: Objective = t <= 10 ? { kind: 'squared' } : { kind: 'likelihood', beta: 0.5 };
      const step = await engine.lossAndGradient(optimiser.weights, x, y, rows, objective);
      optimiser.step(step.gradient, 3e-3, 0);
      const { gradient } = plainLossAndGradient(shape, plain, x, y, rows, objective);
      plainAdamW(plain, moments, gradient, t, {
        ...settings,
        rate: 3e-3,
        decay: (i) => (isKernel[i] === true ? settings.weightDecay : 0),
        maxNorm: settings.maxGradientNorm,
      });
    }
    expect(relativeError(optimiser.weights, start)).toBeGreaterThan(0.02);
    expect(relativeError(optimiser.weights, plain)).toBeLessThan(1e-5);
  });
});

describe('the trained function', () => {
  beforeAll(() => startWasm(wasmFolder()));

  it('is the one that the tfjs layers model computes', async () => {
    const weights = weightsSomewhere();
    const model = buildNetwork(shape);
    setFlatWeights(model, shape, weights);
    const head = (model.predict(tf.tensor2d(x, [rows, shape.features])) as tf.Tensor).dataSync();
    const wanted = plainLossAndGradient(shape, weights, x, y, rows, { kind: 'squared' }).head;
    expect(relativeError(head, wanted)).toBeLessThan(1e-5);
    model.dispose();

    const none = {
      featureMean: new Float32Array(5),
      featureSd: new Float32Array(5).fill(1),
      targetMean: new Float32Array(3),
      targetSd: new Float32Array(3).fill(1),
      featureClip: 10,
    };
    const predictor = Predictor.fromWeights(shape, weights, none);
    const { mean, sd } = await predictor.predict(x, rows);
    expect(mean[2]).toBeCloseTo(wanted[2]!, 4);
    expect(sd[0]).toBeCloseTo(Math.exp(wanted[3]!), 4);
    predictor.dispose();
  });

  it('frees every tensor', () => {
    const engine = new TfjsGradientEngine(shape);
    const before = tf.memory().numTensors;
    engine.lossAndGradient(weightsSomewhere(), x, y, rows, { kind: 'squared' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops on a gradient that is not finite and keeps the weights', () => {
    const optimiser = new AdamW(new Float32Array([1]), [{ name: 'w', shape: [1], offset: 0, size: 1, role: 'kernel' }], {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      maxGradientNorm: 1,
    });
    expect(() => optimiser.step(new Float32Array([Number.NaN]), 1e-3, 0)).toThrow(/not finite.*Lower the learning rate/);
    expect(optimiser.weights[0]).toBe(1);
  });
});

describe('SimdMultiply', () => {
  it.each([
    [1, 1, 1],
    [7, 9, 5],
    [12, 16, 33],
    [50, 3, 70],
  ])('multiplies %i x %i by inner %i, whichever operand is transposed', (m, n, k) => {
    const product = SimdMultiply.create();
    const a = normals(m * k, 1);
    const b = normals(k * n, 2);
    const flip = (v: Float32Array, lines: number, columns: number): Float32Array =>
      v.map((_, i) => v[(i % lines) * columns + Math.floor(i / lines)]!);
    const wanted = Float64Array.from({ length: m * n }, (_, i) => {
      let sum = 0;
      for (let q = 0; q < k; q++) sum += a[Math.floor(i / n) * k + q]! * b[q * n + (i % n)]!;
      return sum;
    });
    for (const aFlipped of [false, true]) {
      for (const bFlipped of [false, true]) {
        const out = new Float32Array(m * n);
        product?.multiply(
          { data: aFlipped ? flip(a, m, k) : a, transposed: aFlipped },
          { data: bFlipped ? flip(b, k, n) : b, transposed: bFlipped },
          m,
          n,
          k,
          out,
        );
        expect(relativeError(out, wanted)).toBeLessThan(1e-6);
      }
    }
    expect(() =>
      product?.multiply({ data: a, transposed: false }, { data: b, transposed: false }, m + 1, n, k, new Float32Array(m * n)),
    ).toThrow(RangeError);
  });
});
