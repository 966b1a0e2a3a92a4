import { join } from 'node:path';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import {
  correlationGain,
  deepened,
  errorCorrelation,
  Predictor,
  TRAINING_DEFAULTS,
  likelihoodLoss,
  measureStandardisation,
  saveModel,
  scorePrediction,
  shapeOfNetwork,
  standardiseFeatures,
  startingPoint,
  train,
  Whitening,
  type NetworkCard,
  type NetworkShape,
  type Standardisation,
  type StartingPoint,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
} from '../network/index.ts';
import { startTrainingEngine, type TrainingBackend } from '../network/training-engine.ts';
import { readManifest } from '../population/dataset.ts';
import { conditionFigures, type AnsweredRows } from './condition-figures.ts';
import { holdRows } from './held-rows.ts';
import { livingFigures } from './living-figures.ts';
import { NoisyRows } from './noisy-rows.ts';
import { NOISE_RANGE } from './row-writer.ts';
import { RowsAhead } from './rows-ahead.ts';
import { degrees, trainedFor } from './trained-for.ts';

export interface TrainRequest {
  readonly data: string;
  readonly out: string;
  /** Name of the network. Default: that of its protocol. */
  readonly id?: string;
  /** Folder of a network of the same protocol and rate to start from, of any temperature or spread. Absent: random weights. */
  readonly from?: string;
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
  /** Entries of the worker threads in a bundled program; absent: the sources beside this file. */
  readonly workers?: { readonly batch: string; readonly gradient: string };
  /** Evaluations without a lower loss on held-out cells after which training ends; absent: it trains for its full time. */
  readonly patience?: number;
  /** Called with a description of the engine in use. */
  readonly onEngine?: (description: string) => void;
  readonly createdAt: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Cells at the end of the population that training never sees: the first half is for early stopping, the figures of the card are measured
 * on the second.
 */
const TEST_CELLS = 2048;
const EVALUATE_EVERY_STEPS = 200;
const STANDARDISE_ROWS = 8192;
/** Not 512: rows of 2 kB map to the same cache lines, and matrix products run a quarter slower. */
const DEFAULT_HIDDEN = 520;
const BATCH_WORKER = new URL('./batch-worker.ts', import.meta.url);
const GRADIENT_WORKER = new URL('../network/gradient-worker.ts', import.meta.url);

/**
 * Trains a network on a population folder and writes it with its card. Continues from the checkpoint in OUT/checkpoint when
 * there is one.
 */
export async function trainNetwork(request: TrainRequest): Promise<NetworkCard> {
  const { source, stopping, test } = splitRows(request.data, request.seed);
  const sampled = Math.min(STANDARDISE_ROWS, source.rows);
  const sample = source.nextBatch(sampled, 0);
  const standardisation = measureStandardisation(sample.x, sample.y, sampled);
  const { shape, start } = await beginning(request, source, standardisation);
  const settings: TrainingSettings = {
    ...(start ? GOING_ON : TRAINING_DEFAULTS),
    seed: request.seed,
    steps: 200_000,
    secondsLimit: request.seconds,
  };
  const { engine, description } = await startTrainingEngine(shape, {
    ...request,
    workerScript: request.workers?.gradient ?? GRADIENT_WORKER,
    batchRows: settings.batchRows,
  });
  request.onEngine?.(description);
  const whitening = Whitening.measure(standardiseFeatures(standardisation, sample.x, sampled), sampled);
  const tests = test.nextBatch(test.rows, 0);
  const stops = stopping.nextBatch(stopping.rows, 0);
  const evaluate = async (weights: Float32Array): Promise<Record<string, number>> => {
    const predictor = Predictor.fromWeights(shape, weights, standardisation);
    const { mean, sd } = await predictor.predict(tests.x, test.rows);
    const held = await predictor.predict(stops.x, stopping.rows);
    predictor.dispose();
    const score = scorePrediction(tests.y, mean, sd, test.rows);
    const r2 = score.r2.subarray(0, DEFAULT_CELL.varied.length);
    return {
      testR2Mean: r2.reduce((sum, v) => sum + v, 0) / DEFAULT_CELL.varied.length,
      testCoverage90: score.coverage90,
      heldOutLoss: likelihoodLoss(stops.y, held.mean, held.sd, standardisation.targetSd),
    };
  };
  const batches = new RowsAhead(source.held, request.seed, settings.batchRows, request.workers?.batch ?? BATCH_WORKER);
  const result = await train({
    engine,
    source: batches,
    standardisation,
    settings,
    whitening,
    ...(start ? { start: start.weights } : {}),
    checkpoint: { folder: join(request.out, 'checkpoint'), everySeconds: 60 },
    evaluation: { everySteps: EVALUATE_EVERY_STEPS, evaluate },
    ...(request.patience === undefined ? {} : { earlyStop: { figure: 'heldOutLoss', patience: request.patience } }),
    ...(request.signal ? { signal: request.signal } : {}),
    ...(request.onProgress ? { onProgress: request.onProgress } : {}),
  }).finally(async () => {
    await batches.dispose();
    await engine.dispose();
  });
  if (result.ended === 'cancelled') throw new Error('Training was cancelled; run it again to continue from its checkpoint.');
  const { correlation, figures } = await measureAtEnd(Predictor.fromWeights(shape, result.weights, standardisation), stopping, test);
  const reading = trainedFor(source.held.manifest, source.bins);
  return saveModel(request.out, {
    shape,
    weights: result.weights,
    standardisation,
    featureLayoutId: reading.featureLayoutId,
    outputIds: reading.outputIds,
    ...(correlation === null ? {} : { errorCorrelation: correlation }),
    precision: 'float16',
    card: cardOf(request, {
      source,
      stopping,
      test,
      settings,
      result,
      figures,
      ended: ENDED[result.ended],
      startedFrom: start?.description ?? null,
    }),
  });
}

interface Trained {
  readonly source: NoisyRows;
  readonly stopping: NoisyRows;
  readonly test: NoisyRows;
  readonly settings: TrainingSettings;
  readonly result: TrainingResult;
  /** Why training ended, in words. */
  readonly ended: string;
  readonly figures: Record<string, number>;
  /** The network that training started from, in words. */
  readonly startedFrom: string | null;
}

/** Description of the network for its card. */
function cardOf(
  request: TrainRequest,
  { source, stopping, test, settings, result, figures, ended, startedFrom }: Trained,
): Parameters<typeof saveModel>[1]['card'] {
  const { manifest } = source.held;
  const reading = trainedFor(manifest, source.bins);
  return {
    id: request.id ?? manifest.protocol.id,
    protocolId: manifest.protocol.id,
    createdAt: request.createdAt,
    cells: source.rows,
    samplesSeen: result.samplesSeen,
    temperatureC: [...manifest.temperatureC],
    population: reading.population,
    ...(manifest.living ? { cell: 'living' as const } : {}),
    seeds: { population: manifest.seed, training: request.seed },
    settings: {
      sampleRateHz: manifest.sampleRateHz,
      noisePaPf: `${NOISE_RANGE[0]} to ${NOISE_RANGE[1]}, log-uniform`,
      batchRows: settings.batchRows,
      steps: result.steps,
      ...(startedFrom === null ? {} : { startedFrom }),
      ended,
      earlyStopping:
        request.patience === undefined
          ? 'off'
          : `after ${request.patience} evaluations (every ${EVALUATE_EVERY_STEPS} steps) without a lower loss on ${stopping.rows} ` +
            `held-out cells; weights of step ${result.bestStep} taken`,
      testCells: test.rows,
      seconds: Math.round(result.elapsedSeconds),
      optimiser: 'AdamW on whitened features, cosine decay, averaged weights',
    },
    figures: { ...result.figures, ...(Number.isFinite(result.loss) ? { trainingLoss: result.loss } : {}), ...figures },
    limits: [
      ...weakness(result.figures['testR2Mean'] ?? NaN),
      'Test figures are on cells of the same simulator; figures on cells of another solver are in docs/science.',
      `${degrees(manifest.temperatureC)} only; recordings at other temperatures are outside its training data.`,
      reading.limit,
    ],
  };
}

/** Recordings of every held-out cell, each with other noise, for the final figures. */
const NOISES = 6;

/**
 * Correlation of errors on the cells for early stopping (null where there are too few), its gain on the test cells, and figures of these
 * by condition.
 */
async function measureAtEnd(
  predictor: Predictor,
  stopping: NoisyRows,
  test: NoisyRows,
): Promise<{ readonly correlation: Float64Array | null; readonly figures: Record<string, number> }> {
  const answersTo = async (source: NoisyRows): Promise<AnsweredRows> => {
    const rows = source.rows * NOISES;
    const { x, y } = source.nextBatch(rows, 0);
    return { x, y, rows, ...(await predictor.predict(x, rows)) };
  };
  const tested = await answersTo(test);
  const stopped = await answersTo(stopping);
  predictor.dispose();
  const byCondition = test.held.manifest.living ? livingFigures(tested) : conditionFigures(tested, test.held.manifest.spread);
  if (stopped.rows <= 4 * stopping.outputs) return { correlation: null, figures: byCondition };
  const correlation = errorCorrelation(stopped.y, stopped.mean, stopped.sd, stopped.rows);
  return {
    correlation,
    figures: { ...byCondition, testCorrelationGainNats: correlationGain(tested.y, tested.mean, tested.sd, tested.rows, correlation) },
  };
}

/** Trained weights need half the rate, and their SDs no warm-up. */
const GOING_ON: TrainingSettings = {
  ...TRAINING_DEFAULTS,
  squaredErrorSteps: 0,
  learningRate: { ...TRAINING_DEFAULTS.learningRate, peak: TRAINING_DEFAULTS.learningRate.peak / 2 },
};

async function beginning(
  request: TrainRequest,
  source: NoisyRows,
  standardisation: Standardisation,
): Promise<{ readonly shape: NetworkShape; readonly start: StartingPoint | null }> {
  const { features, outputs } = source;
  if (request.from === undefined)
    return { shape: { features, outputs, hidden: request.hidden ?? DEFAULT_HIDDEN, blocks: request.blocks ?? 3 }, start: null };
  const { hidden, blocks } = await shapeOfNetwork(request.from);
  if ((request.hidden ?? hidden) !== hidden || (request.blocks ?? blocks) < blocks) {
    throw new Error(
      `The network in ${request.from} has ${hidden} hidden units and ${blocks} blocks. Training that starts from it can add blocks, but ` +
        `neither remove some nor change their width: leave out --hidden, and leave out --blocks or ask for more.`,
    );
  }
  const reading = trainedFor(source.held.manifest, source.bins);
  const expected = {
    protocolId: source.held.manifest.protocol.id,
    featureLayoutId: reading.featureLayoutId,
    featureCount: features,
    outputIds: reading.outputIds,
  };
  const start = await startingPoint(request.from, expected, standardisation);
  const shape = { features, outputs, hidden, blocks };
  const deeper = { ...shape, blocks: request.blocks ?? blocks };
  return { shape: deeper, start: { ...start, weights: deepened(start.weights, shape, deeper.blocks, request.seed) } };
}

/** Below this a network adds little to the prior: the shipped ones reach 0.5 to 0.7. */
const WEAK_R2 = 0.3;

function weakness(r2: number): string[] {
  if (r2 >= WEAK_R2) return [];
  return [
    `Weak: it explains ${Math.max(0, 100 * r2).toFixed(0)} % of the variance among the test cells. Train longer or on more cells ` +
      `before use, unless the protocol holds no more.`,
  ];
}

const ENDED = {
  steps: 'after all steps',
  time: 'at its time limit',
  'no-better': 'early, without further improvement on held-out cells',
} as const;

/** Training cells and, from the end of the population, the cells to stop by and the test cells. */
function splitRows(folder: string, seed: number): { readonly source: NoisyRows; readonly stopping: NoisyRows; readonly test: NoisyRows } {
  const { cells } = readManifest(folder);
  const testCells = Math.min(TEST_CELLS, Math.floor(cells / 5));
  const middle = cells - Math.floor(testCells / 2);
  return {
    source: new NoisyRows(holdRows(folder, { from: 0, to: cells - testCells }), seed),
    stopping: new NoisyRows(holdRows(folder, { from: cells - testCells, to: middle }), seed + 2),
    test: new NoisyRows(holdRows(folder, { from: middle, to: cells }), seed + 1),
  };
}
