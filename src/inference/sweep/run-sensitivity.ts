import { planSensitivity, type Sensitivity } from '../../core/drug/sensitivity.ts';
import type { SweepRequest } from '../../core/drug/sweep-plan.ts';
import type { SweptCell } from '../../core/drug/swept-cell.ts';
import type { PlanOptions } from './run-plan.ts';
import type { SweepThreads } from './sweep-threads.ts';
import { GROUP_CELLS, type SweepGroup } from './cell-groups.ts';

/** Which parameter and which channel decide what a drug does to a twin at one concentration. */
export async function runSensitivity(
  request: SweepRequest,
  nM: number,
  threads: SweepThreads,
  { signal, onProgress }: Pick<PlanOptions, 'signal' | 'onProgress'> = {},
): Promise<Sensitivity> {
  const { cells, answer } = planSensitivity(request, nM);
  const swept: SweptCell[] = [];
  const places = new Map<SweepGroup, number>();
  let [next, done] = [0, 0];
  await threads.work<SweepGroup>(
    () => {
      if (next >= cells.length) return null;
      const group = { cells: cells.slice(next, next + GROUP_CELLS), condition: request.condition, wish: [] };
      places.set(group, next);
      next += GROUP_CELLS;
      return group;
    },
    (group, results) => {
      const from = places.get(group) ?? NaN;
      places.delete(group);
      results.forEach((cell, i) => (swept[from + i] = cell));
      done += results.length;
      onProgress?.(done, cells.length);
    },
    signal,
  );
  return answer(swept);
}
