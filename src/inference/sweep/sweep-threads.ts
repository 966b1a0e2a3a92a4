import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import { ThreadClient } from '../../node/work/index.ts';
import { simulateGroup, type CellGroup, type CellsOf } from './cell-groups.ts';
import type { SweepStart } from './sweep-worker.ts';

export interface SweepThreadsOptions {
  /** Threads beside the one that asks, which simulates too. */
  readonly helpers: number;
  readonly kernelPath: string;
  /** Script of sweep-worker. */
  readonly workerScript: string | URL;
}

/**
 * The thread that asks and its helpers simulate groups of cells. The first results do not wait for helpers to start; results do not depend
 * on which thread made them.
 */
export class SweepThreads {
  readonly #kernel: PopulationKernel;
  readonly #threads: readonly ThreadClient<CellGroup, CellsOf<CellGroup>>[];

  constructor(kernel: PopulationKernel, { helpers, kernelPath, workerScript }: SweepThreadsOptions) {
    this.#kernel = kernel;
    this.#threads = Array.from(
      { length: helpers },
      () =>
        new ThreadClient<CellGroup, CellsOf<CellGroup>>(
          workerScript,
          { kernelPath } satisfies SweepStart,
          (why) => new Error(`A thread that simulates cells failed: ${why}. Run it again.`),
        ),
    );
  }

  /**
   * Simulates groups until `next` returns null.
   * @throws Error when a thread fails; what the signal was aborted with
   */
  async work<Group extends CellGroup>(
    next: () => Group | null,
    onDone: (group: Group, cells: CellsOf<Group>) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const own = async (): Promise<void> => {
      for (let group = next(); group !== null; group = next()) {
        signal?.throwIfAborted();
        onDone(group, simulateGroup(this.#kernel, group));
        // Cancelling, progress and the answers of the helpers come between groups.
        await nextTurn();
      }
    };
    const helped = async (thread: ThreadClient<CellGroup, CellsOf<CellGroup>>): Promise<void> => {
      await thread.prepared;
      for (let group = next(); group !== null; group = next()) {
        signal?.throwIfAborted();
        // The answer is that of the group's kind: both ends simulate by simulateGroup.
        onDone(group, (await thread.ask(group)) as CellsOf<Group>);
      }
    };
    await Promise.all([own(), ...this.#threads.map(helped)]);
    signal?.throwIfAborted();
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
