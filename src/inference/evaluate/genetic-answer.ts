import { setImmediate as otherWork } from 'node:timers/promises';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import { geneticAlgorithm } from '../../core/baselines/genetic-algorithm.ts';
import type { Discrepancy } from '../../core/observation/noise.ts';
import { observe } from '../../core/observation/observe.ts';
import { createRandom } from '../../core/random/random.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { ContestantAnswer } from './contestant.ts';

export interface GeneticRequest {
  readonly recording: VoltageClampRecording;
  readonly model: ClampModel;
  readonly blankMs: number;
  readonly seed: number;
  readonly simulations: number;
  readonly signal?: AbortSignal;
  /** After every generation. */
  readonly onProgress?: (simulations: number) => void;
}

const NONE: Discrepancy = { floorPaPf: 0, share: 0, timingMs: 0 };

/** The best individual: a genetic algorithm has no posterior. @throws what aborted the signal */
export async function geneticAnswer({
  recording,
  model,
  blankMs,
  seed,
  simulations,
  signal,
  onProgress,
}: GeneticRequest): Promise<ContestantAnswer> {
  const began = performance.now();
  // With a noise of 1 the cost is the plain sum of squared differences over all samples, apart from variation within bins.
  const { observed, sigma } = observe(model.bins, recording.currentPaPf, 1, blankMs, NONE);
  const problem = model.problem(observed, sigma);
  const best = await geneticAlgorithm(problem, {
    random: createRandom(seed).fork(3),
    simulations,
    cancelled: () => signal?.aborted === true,
    onGeneration: (_generation, _cost, spent) => {
      onProgress?.(spent);
      return otherWork();
    },
  });
  signal?.throwIfAborted();
  return {
    model,
    theta: best.theta,
    estimates: model.multipliers(best.theta),
    seconds: (performance.now() - began) / 1000,
    simulations: best.simulations,
  };
}
