import { summariseSweep } from '../../core/drug/summarise-sweep.ts';
import type { SweepLevel } from '../../core/drug/experiment-schema.ts';
import type { SweepPlan, SweepRun } from '../../core/drug/sweep-plan.ts';
import type { SweepThreads } from './sweep-threads.ts';
import { GROUP_CELLS, type SweepGroup } from './cell-groups.ts';
import { runGroups } from './run-groups.ts';

export interface PlanOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called with the results so far, at most once per EVERY_MS. */
  readonly onLevels?: ((levels: SweepLevel[]) => void) | undefined;
}

/** Shortest interval between two summaries of a run that goes on, ms, and in times that the last one took. */
const EVERY_MS = 400;
const EVERY_TIMES = 20;

/** Simulates a sweep; the result is the same for any number of threads. */
export async function runPlan(
  plan: SweepPlan,
  threads: SweepThreads,
  { signal, onProgress, onLevels }: PlanOptions = {},
): Promise<SweepLevel[]> {
  const { runs, condition } = plan;
  let due = -Infinity;
  const swept = await runGroups<SweepRun, SweepGroup>(runs, threads, {
    // The twin's own group ends with it, so that its curve needs no other cell.
    runsAt: (place) => runs.slice(place, place + GROUP_CELLS).filter((run) => run.arm === runs[place]?.arm),
    groupOf: (group) => ({ cells: group.map((run) => plan.cellOf(run)), condition, wish: group.map(({ beat }) => beat) }),
    onCells: (cells, done) => {
      const now = performance.now();
      if (onLevels === undefined || done === runs.length || now < due) return;
      onLevels(summariseSweep(plan, cells));
      const after = performance.now();
      due = after + Math.max(EVERY_MS, EVERY_TIMES * (after - now));
    },
    signal,
    onProgress,
  });
  return summariseSweep(plan, swept);
}
