import { summariseSweep } from '../../core/drug/summarise-sweep.ts';
import type { SweepLevel } from '../../core/drug/experiment-schema.ts';
import type { SweepPlan } from '../../core/drug/sweep-plan.ts';
import type { SweptCell } from '../../core/drug/swept-cell.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import type { SweepThreads } from './sweep-threads.ts';
import type { SweepGroup } from './cell-groups.ts';

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
  const swept: (SweptCell | undefined)[] = Array.from({ length: runs.length });
  const places = new Map<SweepGroup, number>();
  let [next, done, due] = [0, 0, -Infinity];
  await threads.work<SweepGroup>(
    () => {
      if (next >= runs.length) return null;
      // The twin's own group ends with it, so that its curve needs no other cell.
      const arm = runs[next]?.arm;
      const group = runs.slice(next, next + LANES).filter((run) => run.arm === arm);
      const made = { cells: group.map((run) => plan.cellOf(run)), condition, wish: group.map(({ beat }) => beat) };
      places.set(made, next);
      next += group.length;
      return made;
    },
    (group, cells) => {
      const from = places.get(group) ?? NaN;
      places.delete(group);
      cells.forEach((cell, i) => (swept[from + i] = cell));
      done += cells.length;
      onProgress?.(done, runs.length);
      const now = performance.now();
      if (onLevels === undefined || done === runs.length || now < due) return;
      onLevels(summariseSweep(plan, swept));
      const after = performance.now();
      due = after + Math.max(EVERY_MS, EVERY_TIMES * (after - now));
    },
    signal,
  );
  return summariseSweep(plan, swept);
}
