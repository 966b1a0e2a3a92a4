import { readFileSync } from 'node:fs';
import { cellModel } from '../../core/cell/models.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelPath, SweepThreads } from '../../inference/index.ts';
import { RESOURCES_DIR, SWEEP_WORKER } from '../paths.ts';

/** Runs work with threads for each cell model that it asks for, and ends them whatever happens. */
export async function withSweepThreads<T>(
  workers: number,
  work: (threadsFor: (model: string) => Promise<SweepThreads>) => Promise<T>,
): Promise<T> {
  const made = new Map<string, Promise<SweepThreads>>();
  const make = async (model: string): Promise<SweepThreads> => {
    const path = kernelPath(RESOURCES_DIR, cellModel(model));
    const kernel = await PopulationKernel.load(readFileSync(path));
    return new SweepThreads(kernel, { helpers: workers - 1, kernelPath: path, workerScript: SWEEP_WORKER });
  };
  try {
    return await work((model) => {
      const known = made.get(model) ?? make(model);
      made.set(model, known);
      return known;
    });
  } finally {
    for (const threads of made.values()) await (await threads).close();
  }
}
