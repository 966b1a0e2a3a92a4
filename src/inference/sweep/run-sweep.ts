import { readFileSync } from 'node:fs';
import type { SweepLevel } from '../../core/drug/experiment-schema.ts';
import { planSweep, type SweepRequest } from '../../core/drug/sweep-plan.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { runPlan, type PlanOptions } from './run-plan.ts';
import { SweepThreads } from './sweep-threads.ts';

export interface SweepOptions extends PlanOptions {
  /** All threads, that of the caller among them. */
  readonly workers: number;
  readonly kernelPath: string;
  /** Script of sweep-worker. */
  readonly workerScript: string | URL;
}

export interface SweepResult {
  readonly levels: readonly SweepLevel[];
  readonly simulations: number;
  readonly seconds: number;
}

/**
 * A cumulative concentration-response on threads of its own; the result is the same for any number of them.
 * @throws Error when cancelled
 */
export async function runSweep(
  request: SweepRequest,
  { workers, kernelPath, workerScript, ...options }: SweepOptions,
): Promise<SweepResult> {
  options.signal?.throwIfAborted();
  const start = performance.now();
  const plan = planSweep(request);
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  const threads = new SweepThreads(kernel, { helpers: workers - 1, kernelPath, workerScript });
  try {
    const levels = await runPlan(plan, threads, options);
    return { levels, simulations: plan.runs.length, seconds: (performance.now() - start) / 1000 };
  } finally {
    await threads.close();
  }
}
