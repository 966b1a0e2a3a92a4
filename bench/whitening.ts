import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { TrainingRows, truthCount } from '../src/core/population/training-rows.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { LANES } from '../src/core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { BUILT_FILE, tensorflowFolder } from '../src/inference/backend/tensorflow-folder.ts';
import { startTensorflowLibrary } from '../src/inference/backend/tensorflow-library.ts';
import { startWasm } from '../src/inference/backend/wasm.ts';
import { kernelPath } from '../src/inference/jobs.ts';
import {
  measureStandardisation,
  type NetworkShape,
  Predictor,
  scorePrediction,
  standardiseFeatures,
  TfjsGradientEngine,
  train,
  TRAINING_DEFAULTS,
  Whitening,
} from '../src/inference/network/index.ts';
import { SimdGradientEngine } from '../src/inference/network/simd-gradient.ts';
import { NoisyRows } from '../src/inference/training/noisy-rows.ts';

const CELLS = 65_536;
const TEST_CELLS = 1024;
const STEPS = 1600;
const EVERY = 100;

interface Course {
  /** R2 of the held-out cells (mean over the 52 multipliers) after every 100 steps. */
  readonly r2: readonly number[];
  readonly secondsPerStep: number;
}

/**
 * Training on whitened features against training on standardised ones: same cells, noise, network and settings. The result is after how
 * many steps and how much time the one reaches the end of the other.
 */
export async function benchWhitening(): Promise<object> {
  const hasTensorflow = existsSync(join(tensorflowFolder(), BUILT_FILE));
  if (hasTensorflow) await startTensorflowLibrary(tensorflowFolder());
  else await startWasm(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist'));
  const { source, test } = await cells();
  const sampled = 8192;
  const sample = source.nextBatch(sampled, 0);
  const standardisation = measureStandardisation(sample.x, sample.y, sampled);
  const shape: NetworkShape = { features: source.features, outputs: source.outputs, hidden: 520, blocks: 3 };
  const held = test.nextBatch(test.rows, 0);
  const settings = {
    ...TRAINING_DEFAULTS,
    steps: STEPS,
    squaredErrorSteps: 300,
    learningRate: { ...TRAINING_DEFAULTS.learningRate, decay: 'none' as const },
  };

  const course = async (whitening: Whitening | null): Promise<Course> => {
    const r2: number[] = [];
    let seconds = 0;
    const evaluate = async (weights: Float32Array): Promise<Record<string, number>> => {
      const predictor = Predictor.fromWeights(shape, weights, standardisation);
      const { mean, sd } = await predictor.predict(held.x, test.rows);
      predictor.dispose();
      const score = scorePrediction(held.y, mean, sd, test.rows).r2.subarray(0, DEFAULT_CELL.varied.length);
      r2.push(score.reduce((sum, v) => sum + v, 0) / DEFAULT_CELL.varied.length);
      return {};
    };
    const engine = hasTensorflow ? new TfjsGradientEngine(shape) : (SimdGradientEngine.create(shape) ?? new TfjsGradientEngine(shape));
    const result = await train({
      engine,
      source,
      standardisation,
      settings,
      evaluation: { everySteps: EVERY, evaluate },
      onProgress: ({ elapsedSeconds }) => (seconds = elapsedSeconds),
      ...(whitening ? { whitening } : {}),
    });
    engine.dispose();
    return { r2, secondsPerStep: seconds / result.steps };
  };
  const plain = await course(null);
  const whitened = await course(Whitening.measure(standardiseFeatures(standardisation, sample.x, sampled), sampled));
  const end = plain.r2.at(-1) ?? NaN;
  const reached = (whitened.r2.findIndex((r2) => r2 >= end) + 1) * EVERY;
  return {
    bench: 'whitening',
    backend: hasTensorflow ? 'tensorflow' : 'wasm',
    steps: STEPS,
    plain: summary(plain),
    whitened: summary(whitened),
    stepsToWherePlainEnds: reached === 0 ? null : reached,
    ratioOfSteps: reached === 0 ? null : Number((STEPS / reached).toFixed(2)),
    ratioOfTime: reached === 0 ? null : Number(((STEPS * plain.secondsPerStep) / (reached * whitened.secondsPerStep)).toFixed(2)),
  };
}

function summary({ r2, secondsPerStep }: Course): object {
  return { r2: r2.map((value) => Number(value.toFixed(4))), msPerStep: Number((1000 * secondsPerStep).toFixed(0)) };
}

/** Rows of the default protocol as "population" makes them, in memory. */
async function cells(): Promise<{ readonly source: NoisyRows; readonly test: NoisyRows }> {
  const resources = new URL('../resources/', import.meta.url);
  const protocol = parseProtocol(readFileSync(new URL('protocols/clark2022-rounded.json', resources), 'utf8'), 'clark2022-rounded');
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(resources.pathname)));
  const options = { sampleRateHz: 10_000, rigShare: 0.5, spread: 0.4, temperatureC: [37, 37] } as const;
  const rows = new TrainingRows(kernel, protocol, options);
  const population = createRandom(7);
  const data = new Float32Array(CELLS * rows.width);
  for (let first = 0; first < CELLS; first += LANES)
    rows.group(population, first, data.subarray(first * rows.width, (first + LANES) * rows.width));
  const manifest = {
    ...options,
    format: 'twinclamp.population/2',
    seed: 7,
    cells: CELLS,
    cellsPerShard: CELLS,
    protocol,
    binsId: rows.bins.id,
    features: rows.bins.from.length,
    targets: truthCount(DEFAULT_CELL),
  } as const;
  const finite = Array.from({ length: CELLS }, (_, i) => i).filter((i) =>
    data.subarray(i * rows.width, (i + 1) * rows.width).every(Number.isFinite),
  );
  const of = (taken: readonly number[], seed: number): NoisyRows =>
    new NoisyRows({ manifest, data, usable: Uint32Array.from(taken) }, seed);
  return { source: of(finite.slice(0, -TEST_CELLS), 1), test: of(finite.slice(-TEST_CELLS), 2) };
}
