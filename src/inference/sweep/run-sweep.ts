import type { SweptCell } from '../../core/drug/sweep-cells.ts';
import { planSweep, type SweepPlan, type SweepRequest } from '../../core/drug/sweep-plan.ts';
import { summariseSweep, type SweepLevel } from '../../core/drug/summarise-sweep.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import { workThroughShards } from '../population/shard-workers.ts';
import type { SweepStart, SweptGroup } from './sweep-worker.ts';

export interface SweepOptions {
  readonly workers: number;
  readonly kernelPath: string;
  /** Script of sweep-worker. */
  readonly workerScript: string | URL;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface SweepResult {
  readonly levels: readonly SweepLevel[];
  readonly simulations: number;
  readonly seconds: number;
}

/**
 * A cumulative concentration-response on threads; the result is the same for any number of them.
 * @throws Error when cancelled
 */
export async function runSweep(request: SweepRequest, options: SweepOptions): Promise<SweepResult> {
  const start = performance.now();
  const plan = planSweep(request);
  const swept = await simulate(plan, request, options);
  return { levels: summariseSweep(plan, swept), simulations: swept.length, seconds: (performance.now() - start) / 1000 };
}

async function simulate(plan: SweepPlan, { condition }: SweepRequest, options: SweepOptions): Promise<SweptCell[]> {
  const { workers, kernelPath, workerScript, signal, onProgress } = options;
  const cells = plan.runs.map((run) => plan.cellOf(run));
  const groups = Math.ceil(cells.length / LANES);
  const swept: SweptCell[] = [];
  let [next, done] = [0, 0];
  await workThroughShards<SweptGroup>({
    workers: Math.min(workers, groups),
    workerScript,
    workerData: { kernelPath, cells, condition } satisfies SweepStart,
    next: () => (next < groups ? next++ : null),
    onMade: (made) => {
      made.swept.forEach((cell, i) => (swept[made.group * LANES + i] = cell));
      onProgress?.(++done, groups);
    },
    signal,
    cancelled: 'The sweep was cancelled.',
  });
  return swept;
}
