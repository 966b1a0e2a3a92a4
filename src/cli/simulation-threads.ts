import { kernelPath, SimulationThreads, threadsToSpare } from '../inference/index.ts';
import type { Arguments } from './arguments.ts';
import { RESOURCES_DIR, SIMULATION_WORKER } from './paths.ts';

export const THREADS_OPTION = {
  value: 'N',
  help: 'Threads that simulate; twins are the same for any number. Default: one for each processor, 4 at most.',
} as const;

/** Those beside the thread that asks, by the option "threads". */
export function helpersOf(args: Arguments): { readonly threads: number; readonly helpers: SimulationThreads } {
  const threads = args.number('threads', { min: 1, whole: true }) ?? 1 + threadsToSpare();
  return { threads, helpers: new SimulationThreads(SIMULATION_WORKER, kernelPath(RESOURCES_DIR), threads - 1) };
}
