import type { Experiment, ExperimentResult, SweepLevel } from '../../core/drug/experiment-schema.ts';
import { sweepOf } from '../../core/drug/experiment-sweep.ts';
import { planSweep } from '../../core/drug/sweep-plan.ts';
import { planWash } from '../../core/drug/wash-plan.ts';
import type { WashResult } from '../../core/drug/wash-schema.ts';
import { runPlan } from './run-plan.ts';
import { runWash } from './run-wash.ts';
import type { SweepThreads } from './sweep-threads.ts';

/** Results so far of the cell and condition that is simulated. */
export interface ExperimentPart {
  readonly cell: number;
  readonly condition: number;
  readonly levels: SweepLevel[];
  /** Of a wash-in, in place of levels. */
  readonly wash?: WashResult;
}

export interface ExperimentOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (fraction: number) => void;
  readonly onPart?: (part: ExperimentPart) => void;
  /** Called with each result; what is kept of a cancelled experiment goes on from there. */
  readonly onResult?: (result: ExperimentResult) => void;
}

/** Simulates what an experiment has no results of yet, cell by cell and condition by condition. */
export async function runExperiment(
  experiment: Experiment,
  threadsFor: (cellModel: string) => Promise<SweepThreads>,
  { signal, onProgress, onPart, onResult }: ExperimentOptions = {},
): Promise<ExperimentResult[]> {
  const { settings, cells } = experiment;
  const units = cells.flatMap((_, cell) => settings.conditions.map((__, condition) => ({ cell, condition })));
  const results = [...experiment.results];
  const missing = units.filter((unit) => !results.some(({ cell, condition }) => cell === unit.cell && condition === unit.condition));
  const keep = (result: ExperimentResult, i: number): void => {
    results.push(result);
    onResult?.(result);
    onProgress?.((i + 1) / missing.length);
  };
  for (const [i, unit] of missing.entries()) {
    const start = performance.now();
    const request = sweepOf(experiment, unit.cell, unit.condition);
    const threads = await threadsFor(request.model.id);
    if (settings.wash !== undefined) {
      const plan = planWash(request, settings.wash);
      const wash = await runWash(plan, threads, {
        signal,
        onProgress: (done, total) => onProgress?.((i + done / total) / missing.length),
        onSoFar: onPart === undefined ? undefined : (soFar) => onPart({ ...unit, levels: [], wash: soFar }),
      });
      keep({ ...unit, levels: [], sources: [], wash, simulations: plan.runs.length, seconds: (performance.now() - start) / 1000 }, i);
      continue;
    }
    const plan = planSweep(request);
    const share = 1 / (1 + settings.sources.length * 0.1);
    const levels = await runPlan(plan, threads, {
      signal,
      onProgress: (done, total) => onProgress?.((i + (share * done) / total) / missing.length),
      onLevels: onPart === undefined ? undefined : (soFar) => onPart({ ...unit, levels: soFar }),
    });
    let simulations = plan.runs.length;
    const sources: ExperimentResult['sources'][number][] = [];
    for (const entry of settings.sources) {
      const own = planSweep({ ...request, entry, pointOnly: true });
      simulations += own.runs.length;
      const curve = await runPlan(own, threads, { signal });
      sources.push({ source: entry.sourceId, concentrations: curve.map(({ nM, twin }) => ({ nM, ...twin })) });
    }
    keep({ ...unit, levels, sources, simulations, seconds: (performance.now() - start) / 1000 }, i);
  }
  return results;
}
