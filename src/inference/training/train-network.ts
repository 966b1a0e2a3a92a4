import { join } from 'node:path';
import { featureLayoutId } from '../../core/inference/features.ts';
import { NETWORK_OUTPUTS } from '../../core/inference/network-targets.ts';
import { VARIED_COUNT } from '../../core/cell/parameters.ts';
import {
  Predictor,
  TRAINING_DEFAULTS,
  measureStandardisation,
  saveModel,
  scorePrediction,
  train,
  type NetworkCard,
  type NetworkShape,
  type TrainingProgress,
  type TrainingSettings,
} from '../network/index.ts';
import { startTrainingEngine, type TrainingBackend } from '../network/training-engine.ts';
import { readManifest } from '../population/dataset.ts';
import { holdRows } from './held-rows.ts';
import { NOISE_RANGE, NoisyRows } from './noisy-rows.ts';
import { RowsAhead } from './rows-ahead.ts';

export interface TrainRequest {
  readonly data: string;
  readonly out: string;
  /** Name of the network. Default: that of its protocol. */
  readonly id?: string;
  /** Wall-clock seconds, resumed parts counted. */
  readonly seconds: number;
  readonly hidden?: number;
  readonly blocks?: number;
  readonly seed: number;
  readonly backend: TrainingBackend;
  /** Threads of the gradient; 0: see TrainingEngineOptions. */
  readonly threads: number;
  readonly wasmDir: string;
  readonly tensorflowDir: string;
  /** Told which engine was taken. */
  readonly onEngine?: (told: string) => void;
  readonly createdAt: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** Cells at the end of the population that training never sees: what the card's test figures are measured on. */
const TEST_CELLS = 2048;
const STANDARDISE_ROWS = 8192;
/** Not 512: rows of 2 kB fall on the same lines of the cache, and matrix products run a quarter slower. */
const DEFAULT_HIDDEN = 520;
const BATCH_WORKER = new URL('./batch-worker.ts', import.meta.url);
const GRADIENT_WORKER = new URL('../network/gradient-worker.ts', import.meta.url);

/**
 * Trains a network on a population folder and writes it with its card. Goes on from the checkpoint in OUT/checkpoint when
 * there is one.
 */
export async function trainNetwork(request: TrainRequest): Promise<NetworkCard> {
  const { source, test } = splitRows(request.data, request.seed);
  const sample = source.nextBatch(Math.min(STANDARDISE_ROWS, source.rows), 0);
  const standardisation = measureStandardisation(sample.x, sample.y, sample.x.length / source.features);
  const shape: NetworkShape = { features: source.features, outputs: source.outputs, hidden: request.hidden ?? DEFAULT_HIDDEN, blocks: request.blocks ?? 3 };
  const settings: TrainingSettings = { ...TRAINING_DEFAULTS, seed: request.seed, steps: 200_000, secondsLimit: request.seconds };
  const { engine, told } = await startTrainingEngine(shape, { ...request, workerScript: GRADIENT_WORKER, batchRows: settings.batchRows });
  request.onEngine?.(told);
  const tests = test.nextBatch(test.rows, 0);
  const evaluate = async (weights: Float32Array): Promise<Record<string, number>> => {
    const predictor = Predictor.fromWeights(shape, weights, standardisation);
    const { mean, sd } = await predictor.predict(tests.x, test.rows);
    predictor.dispose();
    const score = scorePrediction(tests.y, mean, sd, test.rows);
    const r2 = score.r2.subarray(0, VARIED_COUNT);
    return { testR2Mean: r2.reduce((sum, v) => sum + v, 0) / VARIED_COUNT, testCoverage90: score.coverage90 };
  };
  const batches = new RowsAhead(source.held, request.seed, settings.batchRows, BATCH_WORKER);
  const result = await train({
    engine,
    source: batches,
    standardisation,
    settings,
    checkpoint: { folder: join(request.out, 'checkpoint'), everySeconds: 60 },
    evaluation: { everySteps: 500, evaluate },
    ...(request.signal ? { signal: request.signal } : {}),
    ...(request.onProgress ? { onProgress: request.onProgress } : {}),
  }).finally(async () => {
    await batches.dispose();
    await engine.dispose();
  });
  if (result.ended === 'cancelled') throw new Error('Training was cancelled; run it again to go on from its checkpoint.');
  const { manifest } = source.held;
  return saveModel(request.out, {
    shape,
    weights: result.weights,
    standardisation,
    featureLayoutId: featureLayoutId(source.bins),
    outputIds: NETWORK_OUTPUTS,
    precision: 'float16',
    card: {
      id: request.id ?? manifest.protocol.id,
      protocolId: manifest.protocol.id,
      createdAt: request.createdAt,
      cells: source.rows,
      samplesSeen: result.samplesSeen,
      temperatureC: [...manifest.temperatureC],
      population: `${manifest.cells} cells, all phenotypes, multipliers U(${1 - manifest.spread}, ${1 + manifest.spread}); ${Math.round(manifest.rigShare * 100)} % through electrode and amplifier, the rest under ideal clamp; ${degrees(manifest.temperatureC)}`,
      seeds: { population: manifest.seed, training: request.seed },
      settings: {
        sampleRateHz: manifest.sampleRateHz,
        noisePaPf: `${NOISE_RANGE[0]} to ${NOISE_RANGE[1]}, log-uniform`,
        batchRows: settings.batchRows,
        steps: result.steps,
        seconds: Math.round(result.elapsedSeconds),
        optimiser: 'AdamW, cosine decay, averaged weights',
      },
      figures: { ...result.figures, trainingLoss: result.loss },
      limits: [
        'Test figures are on cells of the same simulator; figures on cells of another solver are in docs/science.',
        `${degrees(manifest.temperatureC)} only; recordings at other temperatures are outside what it has seen.`,
        'Multipliers beyond 0.6 to 1.4 are outside what it has seen.',
      ],
    },
  });
}

/** Training cells and, from the end of the population, the test cells. */
function splitRows(folder: string, seed: number): { readonly source: NoisyRows; readonly test: NoisyRows } {
  const { cells } = readManifest(folder);
  const testCells = Math.min(TEST_CELLS, Math.floor(cells / 5));
  return {
    source: new NoisyRows(holdRows(folder, { from: 0, to: cells - testCells }), seed),
    test: new NoisyRows(holdRows(folder, { from: cells - testCells, to: cells }), seed + 1),
  };
}

function degrees([low, high]: readonly [number, number]): string {
  return low === high ? `${low} degC` : `${low} to ${high} degC`;
}
