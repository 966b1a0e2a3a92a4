import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createRandom } from '../src/core/random/random.ts';
import { BUILT_FILE, tensorflowFolder } from '../src/inference/backend/tensorflow-folder.ts';
import { startTensorflowLibrary } from '../src/inference/backend/tensorflow-library.ts';
import { startWasm } from '../src/inference/backend/wasm.ts';
import {
  AdamW,
  ADAMW_DEFAULTS,
  type GradientEngine,
  type NetworkShape,
  ParallelGradientEngine,
  parameterLayout,
  TfjsGradientEngine,
} from '../src/inference/network/index.ts';
import { initialWeights } from '../src/inference/network/initial-weights.ts';
import { SimdGradientEngine } from '../src/inference/network/simd-gradient.ts';
import { plainTfjsStep } from './training/plain-tfjs.ts';
import { rowsOfDefaultProtocol, stepParts } from './training/step-parts.ts';

const SECONDS_EACH = 10;
const HIDDEN = 520;

interface Runner {
  readonly name: string;
  readonly backend: () => Promise<unknown>;
  readonly step: () => void | Promise<void>;
  readonly end?: () => void | Promise<void>;
}

/**
 * Training speed of the engines that `train` can take, against tfjs' own automatic differentiation: same network, batch and run, in turns,
 * so that other load of the machine affects all alike. TensorFlow takes part where it was built (npm run build:tensorflow).
 */
export async function benchTraining(): Promise<object> {
  const rows = 512;
  const source = rowsOfDefaultProtocol(2048);
  const shape: NetworkShape = { features: source.features, outputs: source.outputs, hidden: HIDDEN, blocks: 3 };
  const wasmDir = join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  const random = createRandom(1);
  const x = Float32Array.from({ length: rows * shape.features }, () => random.normal());
  const y = Float32Array.from({ length: rows * shape.outputs }, () => random.normal());
  const start = initialWeights(shape, 1);

  const wasm = (): Promise<void> => startWasm(wasmDir);
  const tensorflow = (): Promise<string> => startTensorflowLibrary(tensorflowFolder());
  const own = (name: string, engine: GradientEngine, backend: () => Promise<unknown>): Runner => {
    const optimiser = new AdamW(start, parameterLayout(shape), ADAMW_DEFAULTS);
    const step = async (): Promise<void> => {
      const { gradient } = await engine.lossAndGradient(optimiser.weights, x, y, rows, { kind: 'squared' });
      optimiser.step(gradient, 1e-3, 0.99);
    };
    return { name, backend, step, end: () => engine.dispose() };
  };

  await wasm();
  const workers = {
    workerScript: new URL('../src/inference/network/gradient-worker.ts', import.meta.url),
    wasmDir,
    workers: 2,
    batchRows: rows,
  };
  const runners: Runner[] = [
    { name: 'plainTfjs', backend: wasm, step: plainTfjsStep(shape, start, x, y, rows) },
    own('tfjs', new TfjsGradientEngine(shape), wasm),
    own('tfjsTwoWorkers', await ParallelGradientEngine.start(shape, { ...workers, kind: 'tfjs' }), wasm),
  ];
  const simd = SimdGradientEngine.create(shape);
  if (simd !== null) {
    runners.push(
      own('simd', simd, wasm),
      own('simdTwoWorkers', await ParallelGradientEngine.start(shape, { ...workers, kind: 'simd' }), wasm),
    );
  }
  const hasTensorflow = existsSync(join(tensorflowFolder(), BUILT_FILE));
  if (hasTensorflow) runners.push(own('tensorflow', new TfjsGradientEngine(shape), tensorflow));

  const spent = new Map(runners.map(({ name }) => [name, { steps: 0, ms: 0 }]));
  const rounds = 5;
  for (let round = 0; round <= rounds; round++) {
    for (const { name, backend, step } of runners) {
      const sum = spent.get(name)!;
      // A step of the slowest takes longer than its share of a round.
      if (sum.ms > 1000 * SECONDS_EACH) continue;
      await backend();
      // The first step of a turn fills caches; round 0 is for the compilers alone.
      await step();
      if (round === 0) continue;
      const from = performance.now();
      do {
        await step();
        sum.steps++;
      } while (performance.now() - from < (1000 * SECONDS_EACH) / rounds);
      sum.ms += performance.now() - from;
    }
  }
  for (const { end } of runners) await end?.();

  let parts: Record<string, number> | null = null;
  if (hasTensorflow) {
    await tensorflow();
    parts = await stepParts(source, new TfjsGradientEngine(shape), new AdamW(start, parameterLayout(shape), ADAMW_DEFAULTS), rows, 25);
  }
  const speed = (name: string): number => {
    const { steps, ms } = spent.get(name)!;
    return (steps * rows * 1000) / ms;
  };
  const table = (unit: number, digits: number): Record<string, number> =>
    Object.fromEntries(runners.map(({ name }) => [name, Number((speed(name) / unit).toFixed(digits))]));
  return {
    bench: 'training',
    shape,
    batchRows: rows,
    samplesPerSecond: table(1, 0),
    ratioToPlainTfjs: table(speed('plainTfjs'), 1),
    ratioToWasm: table(speed('tfjs'), 2),
    tensorflowStepProcessorMs: parts,
  };
}
