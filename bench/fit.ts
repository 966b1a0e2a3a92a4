import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../src/core/cell/models.ts';
import { ClampModel, type ClampSetup } from '../src/core/inference/clamp-fit.ts';
import { ClampObserver } from '../src/core/experiment/clamp-observer.ts';
import { gram } from '../src/core/math/gram.ts';
import { POPULATION_PRIOR } from '../src/core/inference/multiplier-prior.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { createRandom } from '../src/core/random/random.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { SIMULATION_WORKER } from '../src/cli/paths.ts';
import { kernelPath } from '../src/inference/jobs.ts';
import { SimulationThreads, threadsToSpare } from '../src/inference/threads/simulation-threads.ts';
import { median, round } from './measure.ts';

const ROUNDS = 15;

/**
 * The parts of an iteration of a fit, each measured two ways in turn by wall clock: its simulations on one thread and on all, and the
 * products of its sensitivities by threes and one pair at a time.
 */
export async function benchFit(): Promise<object> {
  const resources = join(import.meta.dirname, '..', 'resources');
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(resources)));
  const threads = new SimulationThreads(SIMULATION_WORKER, kernelPath(resources), threadsToSpare());
  const result: Record<string, unknown> = { threads: 1 + threadsToSpare() };
  for (const id of ['clark2022-rounded', 'twinclamp-10s']) {
    const protocol = parseProtocol(readFileSync(join(resources, 'protocols', `${id}.json`), 'utf8'), id);
    for (const mode of ['ideal', 'rig'] as const) {
      const setup: ClampSetup = {
        protocol,
        sampleRateHz: 10_000,
        mode,
        filterHz: mode === 'rig' ? 5000 : null,
        prior: POPULATION_PRIOR,
        freeScales: [],
        expectedRsCmMs: 0.12,
        fitPrediction: false,
        temperatureC: 37,
      };
      const help = threads.forForm(setup);
      const alone = new ClampModel(new ClampObserver(kernel, setup), setup);
      const together = new ClampModel(new ClampObserver(kernel, setup, help), setup);
      while (help.ready < threadsToSpare()) await new Promise((resolve) => setTimeout(resolve, 50));
      const random = createRandom(1);
      const thetas = alone.parameters.map(() =>
        Float64Array.from(alone.parameters, (_, i) => (i < DEFAULT_CELL.varied.length ? random.normal() : 0)),
      );
      const columns = alone.simulate(thetas);
      const simulations = inTurn(
        () => alone.simulate(thetas),
        () => together.simulate(thetas),
      );
      const products = inTurn(
        () => onePairAtATime(columns),
        () => gram(columns),
      );
      result[`${id}, ${mode}`] = {
        bins: alone.bins.from.length,
        simulations: thetas.length,
        simulationsMs: { oneThread: simulations.first, allThreads: simulations.second, ratio: simulations.ratio },
        productsMs: { onePairAtATime: products.first, byThrees: products.second, ratio: products.ratio },
      };
    }
  }
  await threads.close();
  return result;
}

/** Medians of both, ms, and of the ratio of the first to the second, after a warm-up round. */
function inTurn(first: () => unknown, second: () => unknown): { readonly first: number; readonly second: number; readonly ratio: number } {
  const times = Array.from({ length: ROUNDS + 1 }, () => [onClock(first), onClock(second)] as const).slice(1);
  return {
    first: round(median(times.map(([a]) => a))),
    second: round(median(times.map(([, b]) => b))),
    ratio: round(median(times.map(([a, b]) => a / b))),
  };
}

function onClock(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function onePairAtATime(columns: readonly Float64Array[]): Float64Array {
  const n = columns.length;
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const a = columns[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const b = columns[j] as Float64Array;
      let even = 0;
      let odd = 0;
      for (let r = 0; r < a.length - 1; r += 2) {
        even += (a[r] as number) * (b[r] as number);
        odd += (a[r + 1] as number) * (b[r + 1] as number);
      }
      if (a.length % 2 === 1) even += (a[a.length - 1] as number) * (b[a.length - 1] as number);
      products[i * n + j] = products[j * n + i] = even + odd;
    }
  }
  return products;
}
