import { summariseWash } from '../../core/drug/summarise-wash.ts';
import type { WashPlan } from '../../core/drug/wash-plan.ts';
import type { WashResult } from '../../core/drug/wash-schema.ts';
import type { WashedCell } from '../../core/drug/washed-cell.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import type { WashGroup } from './cell-groups.ts';
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
  const washed: (WashedCell | undefined)[] = Array.from({ length: runs.length });
  const places = new Map<WashGroup, number>();
  let [next, done] = [0, 0];
  await threads.work<WashGroup>(
    () => {
      if (next >= runs.length) return null;
      // The twin by itself first.
      const group = runs.slice(next, next === 0 ? 1 : next + LANES);
      const made = { inputs: group.map((run) => plan.inputOf(run)), condition, wash };
      places.set(made, next);
      next += group.length;
      return made;
    },
    (group, cells) => {
      const from = places.get(group) ?? NaN;
      places.delete(group);
      cells.forEach((cell, i) => (washed[from + i] = cell));
      done += cells.length;
      onProgress?.(done, runs.length);
      if (onSoFar === undefined || done === runs.length) return;
      const soFar = summariseWash(plan, washed);
      if (soFar !== null) onSoFar(soFar);
    },
    signal,
  );
  const result = summariseWash(plan, washed);
  if (result === null) throw new Error('The twin was not simulated. Run the experiment again.');
  return result;
}
