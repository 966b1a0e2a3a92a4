import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RetrainRequest } from '../../shared/training/messages.ts';
import { NO_PROGRESS, type TrainingProgress } from '../../shared/training/state.ts';
import { DEFAULT_PATIENCE } from '../network/early-stop.ts';
import type { NetworkCard } from '../network/network-card.ts';
import { generatePopulation } from '../population/generate.ts';
import { trainNetwork } from '../training/train-network.ts';
import { LossHistory } from './loss-history.ts';
import { Pace } from './pace.ts';

export interface RetrainContext {
  readonly signal: AbortSignal;
  /** Called a few times a second. */
  readonly onProgress: (progress: TrainingProgress) => void;
}

const PROGRESS_EVERY_MS = 250;
const POPULATION_WORKER = new URL('../population/worker.ts', import.meta.url);

/**
 * Makes the population of a request and trains a network on it, into a folder of the operator's own networks. The same request continues
 * a stopped run: complete shards are kept, and the training has its checkpoint.
 * @throws Error when it is stopped by the signal, and for errors of the population and of the training
 */
export async function retrain(request: RetrainRequest, { signal, onProgress }: RetrainContext): Promise<NetworkCard> {
  const population = join(request.runDir, 'population');
  const trained = join(request.runDir, 'network');
  const history = new LossHistory(join(request.runDir, 'losses.json'));
  let progress: TrainingProgress = { ...NO_PROGRESS, cellsTotal: request.cells, history: [...history.points] };
  let reportedMs = -Infinity;
  const report = (patch: Partial<TrainingProgress>, always = false): void => {
    progress = { ...progress, ...patch };
    if (!always && performance.now() - reportedMs < PROGRESS_EVERY_MS) return;
    reportedMs = performance.now();
    onProgress({ ...progress, history: [...history.points] });
  };

  const pace = new Pace();
  await generatePopulation({
    folder: population,
    cells: request.cells,
    seed: request.seed,
    protocol: request.protocol,
    temperatureC: request.temperatureC,
    spread: request.spread,
    workers: availableParallelism(),
    kernelPath: request.kernelPath,
    workerScript: request.workers?.population ?? POPULATION_WORKER,
    signal,
    onProgress: (done, total) =>
      report({ cellsDone: done, cellsTotal: total, fraction: done / total, secondsLeft: pace.left(done, total) }, true),
  });

  report({ stage: 'training', cellsDone: request.cells, fraction: 0, secondsLeft: request.seconds }, true);
  let evaluated: Readonly<Record<string, number>> = {};
  const card = await trainNetwork({
    data: population,
    out: trained,
    id: request.id,
    seconds: request.seconds,
    seed: request.seed,
    patience: DEFAULT_PATIENCE,
    // tfjs-node extends the classes of the tfjs it finds beside it, not of the one bundled with the app. The command line trains on it.
    backend: 'wasm',
    threads: 1,
    wasmDir: request.wasmDir,
    tensorflowDir: '',
    ...(request.workers ? { workers: request.workers } : {}),
    createdAt: new Date().toISOString(),
    signal,
    onEngine: (engine) => report({ engine }, true),
    onProgress: ({ step, loss, done, samplesPerSecond, elapsedSeconds, figures }) => {
      const isNew = figures !== evaluated;
      evaluated = figures;
      history.add(step, loss, isNew ? (figures['heldOutLoss'] ?? null) : null);
      report(
        {
          step,
          loss: Number.isFinite(loss) ? loss : null,
          fraction: done,
          secondsLeft: Math.max(0, request.seconds - elapsedSeconds),
          samplesPerSecond,
          testR2: figures['testR2Mean'] ?? null,
        },
        isNew,
      );
    },
  }).finally(() => history.store());
  report({ fraction: 1, secondsLeft: 0, testR2: card.figures['testR2Mean'] ?? null }, true);
  publish(trained, join(request.modelsDir, request.id));
  return card;
}

/** The card comes last: a folder without it is no model. */
function publish(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  rmSync(join(to, 'card.json'), { force: true });
  for (const name of ['weights.bin', 'model.json', 'card.json']) cpSync(join(from, name), join(to, name));
}
