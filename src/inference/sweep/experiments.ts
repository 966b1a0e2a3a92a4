import type { CellModel } from '../../core/cell/cell-model.ts';
import { cellModel } from '../../core/cell/models.ts';
import { kernelFile } from '../../core/simulate/kernel-file.ts';
import type { Experiment, ExperimentResult } from '../../core/drug/experiment-schema.ts';
import { sweepOf } from '../../core/drug/experiment-sweep.ts';
import type { Sensitivity } from '../../core/drug/sensitivity.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { JobRequest } from '../../shared/inference/messages.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobContext } from '../jobs-interface.ts';
import { runExperiment } from './run-experiment.ts';
import { runSensitivity } from './run-sensitivity.ts';
import { SweepThreads } from './sweep-threads.ts';

export interface ExperimentsOptions {
  readonly resourcesDir: string;
  readonly sweepWorker: string | URL;
  /** Of the default cell, to begin with while others are read. */
  readonly kernel: PopulationKernel;
  /** Threads beside the one of the jobs. */
  readonly helpers: number;
}

/** The experiments of a process: their threads start with the first one and stay. */
export class Experiments {
  readonly #options: ExperimentsOptions;
  readonly #threads = new Map<string, Promise<SweepThreads>>();

  constructor(options: ExperimentsOptions) {
    this.#options = options;
  }

  run(experiment: Experiment, { signal, onPartial }: JobContext<'experiment'>): Promise<ExperimentResult[]> {
    let fraction = 0;
    return runExperiment(experiment, (id) => this.#threadsFor(cellModel(id)), {
      signal,
      onProgress: (done) => (fraction = done),
      onPart: (part) => onPartial({ fraction, part, result: null }),
      onResult: (result) => onPartial({ fraction, part: null, result }),
    });
  }

  async sensitivity(
    { experiment, cell, condition, nM }: JobRequest<'sensitivity'>,
    { signal }: JobContext<'sensitivity'>,
  ): Promise<Sensitivity> {
    const request = sweepOf(experiment, cell, condition);
    return runSensitivity(request, nM, await this.#threadsFor(request.model), { signal });
  }

  #threadsFor(model: CellModel): Promise<SweepThreads> {
    const known = this.#threads.get(model.id) ?? this.#start(model);
    this.#threads.set(model.id, known);
    return known;
  }

  async #start(model: CellModel): Promise<SweepThreads> {
    const { resourcesDir, sweepWorker, kernel, helpers } = this.#options;
    const path = join(resourcesDir, 'kernel', kernelFile(model));
    const own = kernel.model.id === model.id ? kernel : await PopulationKernel.load(readFileSync(path));
    return new SweepThreads(own, { helpers, kernelPath: path, workerScript: sweepWorker });
  }
}
