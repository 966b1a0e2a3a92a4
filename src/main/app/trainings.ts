import { createHash } from 'node:crypto';
import { existsSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { kernelFile } from '../../core/simulate/kernel-file.ts';
import type { TrainingSettings } from '../../shared/training/settings.ts';
import type { TrainingState } from '../../shared/training/state.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { RequestError } from '../ipc/request-error.ts';
import { StoredState } from '../training/stored-state.ts';
import { TrainingSupervisor } from '../training/training-supervisor.ts';
import type { TrainingChild } from '../training/training-child.ts';
import { networksFolder, trainingFolder, type Folders } from './folders.ts';

/** Seed of populations and weights: the same settings give the same cells, and resume where they stopped. */
const SEED = 7;

/** The trainings of the app: turns the desk's requests into requests of the training process. */
export class Trainings {
  readonly #folders: Folders;
  readonly #supervisor: TrainingSupervisor;

  constructor(folders: Folders, send: EventSender, startChild: () => TrainingChild) {
    this.#folders = folders;
    const stored = new StoredState(join(trainingFolder(folders), 'last.json'));
    this.#supervisor = new TrainingSupervisor({
      startChild,
      initial: stored.read(),
      onState: (state) => {
        stored.write(state);
        send('training:state', state);
      },
    });
  }

  state(): TrainingState {
    return this.#supervisor.state();
  }

  start(settings: TrainingSettings, protocol: Protocol): TrainingState {
    const state = this.state();
    if (state.kind === 'running' || state.kind === 'stopping')
      throw new RequestError('busy', 'A training is under way. Stop it first; it can be resumed later.');
    const id = networkId(settings, protocol);
    const { main, resources, wasm } = this.#folders;
    this.#removeFinishedRuns(id);
    return this.#supervisor.start(settings, {
      id,
      protocol,
      temperatureC: settings.temperatureC,
      spread: settings.spread,
      cells: settings.cells,
      seconds: 60 * settings.minutes,
      seed: SEED,
      runDir: join(trainingFolder(this.#folders), id),
      modelsDir: networksFolder(this.#folders),
      kernelPath: join(resources, 'kernel', kernelFile()),
      wasmDir: wasm,
      workers: {
        population: join(main, 'population-worker.cjs'),
        batch: join(main, 'batch-worker.cjs'),
        gradient: join(main, 'gradient-worker.cjs'),
      },
    });
  }

  stop(): TrainingState {
    return this.#supervisor.stop();
  }

  close(): Promise<void> {
    return this.#supervisor.close();
  }

  /** The population of a finished network is no longer needed once another is trained; those of stopped runs stay. */
  #removeFinishedRuns(except: string): void {
    const folder = trainingFolder(this.#folders);
    if (!existsSync(folder)) return;
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      if (name !== except && existsSync(join(networksFolder(this.#folders), name, 'card.json')))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * Named by everything that the population depends on; the time of training is not part of it, so that a longer training resumes a
 * shorter one.
 */
function networkId({ temperatureC, spread, cells }: TrainingSettings, protocol: Protocol): string {
  const { id, holdingMv, segments } = protocol;
  const hash = createHash('sha256').update(JSON.stringify({ id, holdingMv, segments, temperatureC, spread, cells, SEED })).digest('hex');
  return `${id}-${hash.slice(0, 8)}`;
}
