import { setImmediate as afterOtherEvents } from 'node:timers/promises';
import { AdamW } from './adamw.ts';
import { parameterCount, parameterLayout } from './architecture.ts';
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { EarlyStop, type EarlyStopSettings } from './early-stop.ts';
import type { GradientEngine } from './gradient-engine.ts';
import { initialWeights } from './initial-weights.ts';
import { learningRate } from './learning-rate.ts';
import type { Objective } from './objective.ts';
import { sha256 } from './sha256.ts';
import { type Standardisation, standardiseFeatures, standardiseTargets } from './standardisation.ts';
import type { TrainingSettings } from './training-settings.ts';
import type { TrainingSource } from './training-source.ts';
import type { Whitening } from './whitening.ts';

export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  /** 0..1 of steps or of the time limit, whichever is further on. */
  readonly done: number;
  readonly samplesSeen: number;
  readonly samplesPerSecond: number;
  readonly elapsedSeconds: number;
  readonly objective: Objective['kind'];
  readonly loss: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  /** Of the last evaluation; empty before the first. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface TrainingResult {
  readonly ended: 'steps' | 'time' | 'no-better' | 'cancelled';
  /** The averaged weights to use; with early stopping the best of them. */
  readonly weights: Float32Array;
  readonly steps: number;
  readonly samplesSeen: number;
  readonly elapsedSeconds: number;
  readonly loss: number;
  /** Of these weights. */
  readonly figures: Readonly<Record<string, number>>;
  /** Step of the weights. */
  readonly bestStep: number;
}

export interface TrainingOptions {
  readonly engine: GradientEngine;
  readonly source: TrainingSource;
  readonly standardisation: Standardisation;
  readonly settings: TrainingSettings;
  /** Whitening of the features for the optimiser; weights are passed in and out for standardised features. Absent: standardised. */
  readonly whitening?: Whitening;
  /** Initial weights, for this standardisation. Absent: random ones. */
  readonly start?: Float32Array;
  /** Folder of the checkpoint; training continues from the one found there. Without it nothing is stored. */
  readonly checkpoint?: { readonly folder: string; readonly everySeconds: number };
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Evaluates the averaged weights each time after this many steps and at the end. */
  readonly evaluation?: { readonly everySteps: number; readonly evaluate: (weights: Float32Array) => Promise<Record<string, number>> };
  /** Ends training when the figure of the evaluation no longer falls; needs `evaluation`. */
  readonly earlyStop?: EarlyStopSettings;
  /** Ends training after the current step; the state is stored. */
  readonly signal?: AbortSignal;
  /** Milliseconds of a clock that only rises. */
  readonly nowMs?: () => number;
}

/**
 * Trains a network on the engine given. Deterministic for given settings, source and engine unless the time limit ends it.
 * @throws Error when source, standardisation and network do not fit, on a foreign or damaged checkpoint, or when training diverges
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { engine, settings } = options;
  checkFit(options);
  const now = options.nowMs ?? ((): number => performance.now());
  const layout = parameterLayout(engine.shape);
  const identity = identityOf(options);
  const optimiser = new AdamW(startOf(options), layout, settings.adamw);
  const found = options.checkpoint === undefined ? null : await loadCheckpoint(options.checkpoint.folder, identity);
  const { early, elapsedBefore, seenBefore } = goOnFrom(found, optimiser, options);

  const startMs = now();
  let samplesSeen = seenBefore;
  const samplesBefore = samplesSeen;
  const elapsed = (): number => elapsedBefore + (now() - startMs) / 1000;
  let loss = Number.NaN;
  const evaluation = new Evaluation(options, optimiser, early);
  let storedMs = startMs;
  const store = async (): Promise<void> => {
    if (options.checkpoint === undefined) return;
    const { weights, firstMoment, secondMoment, average, steps } = optimiser;
    await saveCheckpoint(options.checkpoint.folder, {
      identity,
      steps,
      samplesSeen,
      elapsedSeconds: elapsed(),
      weights,
      firstMoment,
      secondMoment,
      average,
      ...(early?.best ? { best: early.best } : {}),
    });
    storedMs = now();
  };

  let ended: TrainingResult['ended'] = 'steps';
  while (optimiser.steps < settings.steps) {
    ended = reasonToEnd(options, elapsed(), early);
    if (ended !== 'steps') break;

    const taken = await takeStep(options, optimiser, elapsed);
    loss = taken.loss;
    samplesSeen += settings.batchRows;

    const evaluateEvery = options.evaluation?.everySteps ?? Infinity;
    if (optimiser.steps % evaluateEvery === 0) await evaluation.now();
    if (options.checkpoint !== undefined && now() - storedMs >= options.checkpoint.everySeconds * 1000) await store();
    options.onProgress?.({
      step: optimiser.steps,
      steps: settings.steps,
      done: Math.min(1, Math.max(optimiser.steps / settings.steps, elapsed() / settings.secondsLimit)),
      samplesSeen,
      samplesPerSecond: (samplesSeen - samplesBefore) / Math.max(1e-9, elapsed() - elapsedBefore),
      elapsedSeconds: elapsed(),
      ...taken,
      figures: evaluation.figures,
    });
    await afterOtherEvents();
  }
  await store();
  if (ended !== 'cancelled') await evaluation.atEnd();
  const best = early?.best ?? null;
  return {
    ended,
    weights: outside(options, best?.weights ?? optimiser.average),
    steps: optimiser.steps,
    samplesSeen,
    elapsedSeconds: elapsed(),
    loss,
    figures: evaluation.figures,
    bestStep: best?.step ?? optimiser.steps,
  };
}

/** Weights as they are outside of training: for features that are not whitened. */
function outside({ engine, whitening }: TrainingOptions, weights: Float32Array): Float32Array {
  return whitening?.outside(weights, engine.shape) ?? weights.slice();
}

function goOnFrom(found: Checkpoint | null, optimiser: AdamW, { earlyStop }: TrainingOptions) {
  if (found !== null) restore(optimiser, found);
  const early = earlyStop === undefined ? null : new EarlyStop(earlyStop, found?.best ?? null);
  return { early, elapsedBefore: found?.elapsedSeconds ?? 0, seenBefore: found?.samplesSeen ?? 0 };
}

/** Figures of the averaged weights, measured once a step at most. */
class Evaluation {
  figures: Record<string, number> = {};
  #at = -1;
  readonly #options: TrainingOptions;
  readonly #optimiser: AdamW;
  readonly #early: EarlyStop | null;

  constructor(options: TrainingOptions, optimiser: AdamW, early: EarlyStop | null) {
    this.#options = options;
    this.#optimiser = optimiser;
    this.#early = early;
  }

  async now(): Promise<void> {
    const { steps, average } = this.#optimiser;
    if (this.#options.evaluation === undefined || this.#at === steps) return;
    this.figures = await this.#options.evaluation.evaluate(outside(this.#options, average));
    this.#at = steps;
    // The warm-up does not train the SD: its likelihood means nothing yet.
    if (steps > this.#options.settings.squaredErrorSteps) this.#early?.judge(this.figures, steps, average);
  }

  /** Figures of the weights that are kept in the end. */
  async atEnd(): Promise<void> {
    await this.now();
    const best = this.#early?.best ?? null;
    if (best === null || best.step === this.#optimiser.steps || this.#options.evaluation === undefined) return;
    this.figures = await this.#options.evaluation.evaluate(outside(this.#options, best.weights));
  }
}

/** 'steps': it runs to its last step. */
function reasonToEnd({ signal, settings }: TrainingOptions, elapsedSeconds: number, early: EarlyStop | null): TrainingResult['ended'] {
  if (signal?.aborted === true) return 'cancelled';
  if (elapsedSeconds >= settings.secondsLimit) return 'time';
  return early?.exhausted === true ? 'no-better' : 'steps';
}

/** One batch, its gradient, and the optimiser's step by it. */
async function takeStep(
  { engine, source, standardisation, settings, whitening }: TrainingOptions,
  optimiser: AdamW,
  elapsed: () => number,
): Promise<Pick<TrainingProgress, 'objective' | 'loss' | 'learningRate' | 'gradientNorm'>> {
  const step = optimiser.steps;
  const rows = settings.batchRows;
  const { x, y } = await source.nextBatch(rows, step);
  const objective: Objective =
    step < settings.squaredErrorSteps ? { kind: 'squared' } : { kind: 'likelihood', beta: settings.likelihoodBeta };
  const features = standardiseFeatures(standardisation, x, rows);
  const { loss, gradient } = await engine.lossAndGradient(
    optimiser.weights,
    whitening?.apply(features, rows) ?? features,
    standardiseTargets(standardisation, y, rows),
    rows,
    objective,
  );
  const done = Math.max(step / settings.steps, elapsed() / settings.secondsLimit);
  const rate = learningRate(settings.learningRate, step, done);
  const gradientNorm = optimiser.step(gradient, rate, Math.min(settings.averageDecay, (1 + step) / (10 + step)));
  return { objective: objective.kind, loss, learningRate: rate, gradientNorm };
}

/** Features and weights of the optimiser. */
function startOf({ engine: { shape }, settings, start, whitening }: TrainingOptions): Float32Array {
  if (start === undefined) return initialWeights(shape, settings.seed);
  return whitening?.inside(start, shape) ?? start.slice();
}

function checkFit({ engine, source, standardisation, settings, start, whitening }: TrainingOptions): void {
  const { features, outputs } = engine.shape;
  const wrong = (what: string, expected: number, got: number): Error =>
    new Error(`Training: the network takes ${expected} ${what}, but the data have ${got}. Build the network for these data.`);
  if (source.features !== features) throw wrong('features', features, source.features);
  if (source.outputs !== outputs) throw wrong('targets', outputs, source.outputs);
  if (standardisation.featureMean.length !== features) throw wrong('standardised features', features, standardisation.featureMean.length);
  if (standardisation.targetMean.length !== outputs) throw wrong('standardised targets', outputs, standardisation.targetMean.length);
  if (whitening && whitening.features !== features) throw wrong('whitened features', features, whitening.features);
  if (start && start.length !== parameterCount(engine.shape)) throw wrong('starting weights', parameterCount(engine.shape), start.length);
  if (!Number.isInteger(settings.batchRows) || settings.batchRows < 1 || !Number.isInteger(settings.steps) || settings.steps < 1) {
    throw new Error(`Training needs whole numbers of rows and steps above 0, got ${settings.batchRows} rows and ${settings.steps} steps.`);
  }
}

/**
 * Settings that a resumed run must share; the whitening belongs to the standardisation. The time limit may change: more time is the usual
 * reason to go on.
 */
function identityOf({ engine, standardisation: s, settings, start, whitening }: TrainingOptions): string {
  const { secondsLimit: _free, ...same } = settings;
  const vectors = [s.featureMean, s.featureSd, s.targetMean, s.targetSd].map((v) => Array.from(v));
  return sha256(
    Buffer.from(
      JSON.stringify({
        shape: engine.shape,
        same,
        vectors,
        clip: s.featureClip,
        ...(whitening ? { whitened: true } : {}),
        ...(start ? { start: sha256(Buffer.from(start.slice().buffer)) } : {}),
      }),
    ),
  );
}

function restore(optimiser: AdamW, from: Checkpoint): void {
  optimiser.weights.set(from.weights);
  optimiser.firstMoment.set(from.firstMoment);
  optimiser.secondMoment.set(from.secondMoment);
  optimiser.average.set(from.average);
  optimiser.steps = from.steps;
}
