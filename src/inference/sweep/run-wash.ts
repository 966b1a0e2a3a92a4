import { summariseWash } from '../../core/drug/summarise-wash.ts';
import type { WashPlan, WashRun } from '../../core/drug/wash-plan.ts';
import type { WashResult } from '../../core/drug/wash-schema.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import type { WashGroup } from './cell-groups.ts';
import { runGroups } from './run-groups.ts';
import type { SweepThreads } from './sweep-threads.ts';

export interface WashOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called with the results so far after each group of cells, the twin itself first. */
  readonly onSoFar?: ((result: WashResult) => void) | undefined;
}

/** Simulates a wash-in; the result is the same for any number of threads. */
export async function runWash(
  plan: WashPlan,
  threads: SweepThreads,
  { signal, onProgress, onSoFar }: WashOptions = {},
): Promise<WashResult> {
  const { runs, condition, wash } = plan;
  const washed = await runGroups<WashRun, WashGroup>(runs, threads, {
    // The twin by itself first.
    runsAt: (place) => runs.slice(place, place === 0 ? 1 : place + LANES),
    groupOf: (group) => ({ inputs: group.map((run) => plan.inputOf(run)), condition, wash }),
    onCells: (cells, done) => {
      if (onSoFar === undefined || done === runs.length) return;
      const soFar = summariseWash(plan, cells);
      if (soFar !== null) onSoFar(soFar);
    },
    signal,
    onProgress,
  });
  const result = summariseWash(plan, washed);
  if (result === null) throw new Error('The twin was not simulated. Run the experiment again.');
  return result;
}
