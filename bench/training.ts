/**
 * Training speed of the hand-written backward pass against tfjs' own automatic differentiation, same network, batch and run; prints one JSON line.
 * Usage: node bench/training.ts [SECONDS_EACH]
 */
import * as tf from '@tensorflow/tfjs-core';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { createRandom } from '../src/core/random/random.ts';
import { startWasm } from '../src/inference/backend/wasm.ts';
import { AdamW, ADAMW_DEFAULTS, buildNetwork, type GradientEngine, type NetworkShape, ParallelGradientEngine, parameterLayout, setFlatWeights, TfjsGradientEngine } from '../src/inference/network/index.ts';
import { SimdGradientEngine } from '../src/inference/network/simd-gradient.ts';
import { initialWeights } from '../src/inference/network/initial-weights.ts';

// tfjs' gradients are published for bundlers only: their imports leave out the file name's ending.
registerHooks({
  resolve: (specifier, context, next) => {
    const bare = specifier.startsWith('.') && !/\.\w+$/.test(specifier) && context.parentURL?.includes('/tfjs-core/dist/') === true;
    return next(bare ? `${specifier}.js` : specifier, context);
  },
});
const gradients = '@tensorflow/tfjs-core/dist/register_all_gradients.js';
await import(gradients);

const shape: NetworkShape = { features: 700, outputs: 56, hidden: 512, blocks: 3 };
const rows = 512;
const secondsEach = Number(process.argv[2] ?? 8);

const wasmDir = join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
await startWasm(wasmDir);
const random = createRandom(1);
const x = Float32Array.from({ length: rows * shape.features }, () => random.normal());
const y = Float32Array.from({ length: rows * shape.outputs }, () => random.normal());

async function samplesPerSecond(step: () => void | Promise<void>): Promise<number> {
  await step();
  const start = performance.now();
  let steps = 0;
  do {
    await step();
    steps++;
  } while (performance.now() - start < secondsEach * 1000);
  return (steps * rows * 1000) / (performance.now() - start);
}

const start = initialWeights(shape, 1);
const own = async (engine: GradientEngine): Promise<number> => {
  const optimiser = new AdamW(start, parameterLayout(shape), ADAMW_DEFAULTS);
  const speed = await samplesPerSecond(async () => {
    const { gradient } = await engine.lossAndGradient(optimiser.weights, x, y, rows, { kind: 'squared' });
    optimiser.step(gradient, 1e-3, 0.99);
  });
  await engine.dispose();
  return speed;
};

const model = buildNetwork(shape);
setFlatWeights(model, shape, start);
const adam = tf.train.adam(1e-3);
const xTensor = tf.tensor2d(x, [rows, shape.features]);
const yTensor = tf.tensor2d(y, [rows, shape.outputs]);
const plainStep = (): void => {
  tf.tidy(() => {
    adam.minimize(() => {
      const head = model.apply(xTensor, { training: true }) as tf.Tensor2D;
      return tf.mean<tf.Scalar>(tf.square(tf.sub(tf.slice(head, [0, 0], [rows, shape.outputs]), yTensor)));
    });
  });
};

const workerScript = new URL('../src/inference/network/gradient-worker.ts', import.meta.url);
const parallel = { workerScript, wasmDir, workers: 2, batchRows: rows };
const simd = SimdGradientEngine.create(shape);
const speeds = {
  tfjs: await own(new TfjsGradientEngine(shape)),
  simd: simd === null ? Number.NaN : await own(simd),
  tfjsTwoWorkers: await own(await ParallelGradientEngine.start(shape, { ...parallel, kind: 'tfjs' })),
  simdTwoWorkers: simd === null ? Number.NaN : await own(await ParallelGradientEngine.start(shape, { ...parallel, kind: 'simd' })),
};
const plain = await samplesPerSecond(plainStep);
const rounded = (unit: number, digits: number): Record<string, number> =>
  Object.fromEntries(Object.entries(speeds).map(([name, speed]) => [name, Number((speed / unit).toFixed(digits))]));
console.log(
  JSON.stringify({
    bench: 'training',
    shape,
    batchRows: rows,
    samplesPerSecond: { plainTfjs: Math.round(plain), ...rounded(1, 0) },
    ratioToPlainTfjs: rounded(plain, 1),
  }),
);
