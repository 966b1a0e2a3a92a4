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
  /** The averaged weights, with early stopping the best of them: the ones to use. */
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
  /** Features as the optimiser sees them; weights that come and go are for standardised ones all the same. Absent: standardised. */
  readonly whitening?: Whitening;
  /** Weights to begin with, for this standardisation. Absent: random ones. */
  readonly start?: Float32Array;
  /** Folder of the checkpoint; training goes on from the one found there. Without it nothing is stored. */
  readonly checkpoint?: { readonly folder: string; readonly everySeconds: number };
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Evaluates the averaged weights every so many steps and at the end. */
  readonly evaluation?: { readonly everySteps: number; readonly evaluate: (weights: Float32Array) => Promise<Record<string, number>> };
  /** Ends training when an evaluation's figure has not fallen for long; needs `evaluation`. */
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
  const { engine, source, standardisation, settings, whitening } = options;
  checkFit(options);
  const outside = (weights: Float32Array): Float32Array => whitening?.outside(weights, engine.shape) ?? weights.slice();
  const now = options.nowMs ?? ((): number => performance.now());
  const layout = parameterLayout(engine.shape);
  const identity = identityOf(options);
  const optimiser = new AdamW(startOf(options), layout, settings.adamw);
  const found = options.checkpoint === undefined ? null : await loadCheckpoint(options.checkpoint.folder, identity);
  if (found !== null) restore(optimiser, found);
  const early = options.earlyStop === undefined ? null : new EarlyStop(options.earlyStop, found?.best ?? null);

  const startMs = now();
  const elapsedBefore = found?.elapsedSeconds ?? 0;
  let samplesSeen = found?.samplesSeen ?? 0;
  const samplesBefore = samplesSeen;
  const elapsed = (): number => elapsedBefore + (now() - startMs) / 1000;
  let loss = Number.NaN;
  let figures: Record<string, number> = {};
  let evaluatedAt = -1;
  let storedMs = startMs;
  const store = async (): Promise<void> => {
    if (options.checkpoint === undefined) return;
    const { weights, firstMoment, secondMoment, average, steps } = optimiser;
    await saveCheckpoint(options.checkpoint.folder, {
      identity, steps, samplesSeen, elapsedSeconds: elapsed(), weights, firstMoment, secondMoment, average,
      ...(early?.best ? { best: early.best } : {}),
    });
    storedMs = now();
  };
  const evaluate = async (): Promise<void> => {
    if (options.evaluation === undefined || evaluatedAt === optimiser.steps) return;
    figures = await options.evaluation.evaluate(outside(optimiser.average));
    evaluatedAt = optimiser.steps;
    // The warm-up leaves the SD alone: its likelihood says nothing yet.
    if (optimiser.steps > settings.squaredErrorSteps) early?.judge(figures, optimiser.steps, optimiser.average);
  };

  let ended: TrainingResult['ended'] = 'steps';
  while (optimiser.steps < settings.steps) {
    if (options.signal?.aborted === true) ended = 'cancelled';
    else if (elapsed() >= settings.secondsLimit) ended = 'time';
    else if (early?.exhausted === true) ended = 'no-better';
    if (ended !== 'steps') break;

    const step = optimiser.steps;
    const { x, y } = await source.nextBatch(settings.batchRows, step);
    const objective: Objective =
      step < settings.squaredErrorSteps ? { kind: 'squared' } : { kind: 'likelihood', beta: settings.likelihoodBeta };
    const rows = settings.batchRows;
    const features = standardiseFeatures(standardisation, x, rows);
    const result = await engine.lossAndGradient(
      optimiser.weights, whitening?.apply(features, rows) ?? features, standardiseTargets(standardisation, y, rows), rows, objective,
    );
    loss = result.loss;
    const done = Math.max(step / settings.steps, elapsed() / settings.secondsLimit);
    const rate = learningRate(settings.learningRate, step, done);
    const gradientNorm = optimiser.step(result.gradient, rate, Math.min(settings.averageDecay, (1 + step) / (10 + step)));
    samplesSeen += rows;

    const evaluateEvery = options.evaluation?.everySteps ?? Infinity;
    if (optimiser.steps % evaluateEvery === 0) await evaluate();
    if (options.checkpoint !== undefined && now() - storedMs >= options.checkpoint.everySeconds * 1000) await store();
    options.onProgress?.({
      step: optimiser.steps,
      steps: settings.steps,
      done: Math.min(1, Math.max(optimiser.steps / settings.steps, elapsed() / settings.secondsLimit)),
      samplesSeen,
      samplesPerSecond: (samplesSeen - samplesBefore) / Math.max(1e-9, elapsed() - elapsedBefore),
      elapsedSeconds: elapsed(),
      objective: objective.kind,
      loss,
      learningRate: rate,
      gradientNorm,
      figures,
    });
    await afterOtherEvents();
  }
  await store();
  if (ended !== 'cancelled') await evaluate();
  const best = early?.best ?? null;
  if (best !== null && ended !== 'cancelled' && best.step !== optimiser.steps && options.evaluation !== undefined) {
    figures = await options.evaluation.evaluate(outside(best.weights));
  }
  return {
    ended,
    weights: outside(best?.weights ?? optimiser.average),
    steps: optimiser.steps,
    samplesSeen,
    elapsedSeconds: elapsed(),
    loss,
    figures,
    bestStep: best?.step ?? optimiser.steps,
  };
}

/** As the optimiser sees them. */
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

/** Settings that a resumed run must share; the whitening goes with the standardisation. The time limit may change: more time is the usual reason to go on. */
function identityOf({ engine, standardisation: s, settings, start, whitening }: TrainingOptions): string {
  const { secondsLimit: _free, ...same } = settings;
  const vectors = [s.featureMean, s.featureSd, s.targetMean, s.targetSd].map((v) => Array.from(v));
  return sha256(Buffer.from(JSON.stringify({ shape: engine.shape, same, vectors, clip: s.featureClip, ...(whitening ? { whitened: true } : {}), ...(start ? { start: sha256(Buffer.from(start.slice().buffer)) } : {}) })));
}

function restore(optimiser: AdamW, from: Checkpoint): void {
  optimiser.weights.set(from.weights);
  optimiser.firstMoment.set(from.firstMoment);
  optimiser.secondMoment.set(from.secondMoment);
  optimiser.average.set(from.average);
  optimiser.steps = from.steps;
}
