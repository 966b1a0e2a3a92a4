import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClampSetup } from '../../src/core/inference/clamp-fit.ts';
import type { Protocol } from '../../src/core/protocol/protocol-schema.ts';
import type { SliceAnswer, SliceRequest } from './messages.ts';

/**
 * Runs slices of `bench simulate` and `bench fit` with the engine of one checkout: node worker.ts CHECKOUT.
 * Modules are named by their place at each commit that is compared; the first that exists is taken.
 */
const [checkout = ''] = process.argv.slice(2);

async function load<Module>(...places: string[]): Promise<Module> {
  const place = places.map((name) => join(checkout, 'src/core', name)).find((path) => existsSync(path));
  if (place === undefined) throw new Error(`${checkout} has none of ${places.join(', ')}.`);
  return (await import(place)) as Module;
}

const { PopulationKernel } = await load<typeof import('../../src/core/simulate/kernel.ts')>('simulate/kernel.ts');
const { valuesFromMultipliers } = await load<typeof import('../../src/core/cell/cell-values.ts')>(
  'cell/cell-values.ts',
  'cell/multipliers.ts',
);
const { ClampSimulator } = await load<typeof import('../../src/core/experiment/clamp-simulator.ts')>(
  'experiment/clamp-simulator.ts',
  'population/clamp-simulator.ts',
);
const { NO_ARTEFACTS } = await load<typeof import('../../src/core/experiment/artefacts.ts')>(
  'experiment/artefacts.ts',
  'population/artefacts.ts',
);
const { sampleMultipliers } = await load<typeof import('../../src/core/population/sample-cells.ts')>('population/sample-cells.ts');
const { simulateFreeLanes } = await load<typeof import('../../src/core/experiment/free-simulator.ts')>(
  'experiment/free-simulator.ts',
  'population/free-simulator.ts',
);
const { parseProtocol } = await load<typeof import('../../src/core/protocol/parse-protocol.ts')>('protocol/parse-protocol.ts');
const { createRandom } = await load<typeof import('../../src/core/random/random.ts')>('random/random.ts');
const { KERNEL_GRID, KERNEL_HOLD_GRID } = await load<typeof import('../../src/core/simulate/step-grid.ts')>('simulate/step-grid.ts');
const { ClampModel } = await load<typeof import('../../src/core/inference/clamp-fit.ts')>('inference/clamp-fit.ts');
const { ClampObserver } = await load<typeof import('../../src/core/experiment/clamp-observer.ts')>(
  'experiment/clamp-observer.ts',
  'inference/clamp-observer.ts',
);
const { gram } = await load<typeof import('../../src/core/math/gram.ts')>('math/gram.ts', 'inference/gram.ts');
const { POPULATION_PRIOR } = await load<typeof import('../../src/core/inference/multiplier-prior.ts')>('inference/multiplier-prior.ts');

const resources = join(checkout, 'resources');
const wasm = ['kernik2019.wasm', 'population.wasm'].map((name) => join(resources, 'kernel', name)).find((path) => existsSync(path));
if (wasm === undefined) throw new Error(`${checkout} has no kernel.`);
const kernel = await PopulationKernel.load(readFileSync(wasm));
const protocolOf = (id: string): Protocol => parseProtocol(readFileSync(join(resources, 'protocols', `${id}.json`), 'utf8'), id);

const population = createRandom(101);
const cells = Array.from({ length: 40 }, (_, i) => valuesFromMultipliers(sampleMultipliers(population, i)));
const four = (slice: number): Float64Array[] => cells.slice((slice % 10) * 4, (slice % 10) * 4 + 4);

const jobs: Record<string, (slice: number) => void> = {
  'simulate, action potential of 10 s': (slice) => simulateFreeLanes(kernel, four(slice), { settleS: 0, seconds: 10, outputDtMs: 1 }),
};
for (const mode of ['ideal', 'rig'] as const) {
  const simulator = new ClampSimulator(kernel, protocolOf('clark2022-rounded'), mode === 'rig' ? 'electrode' : 'ideal', {
    grid: KERNEL_GRID,
    hold: KERNEL_HOLD_GRID,
  });
  jobs[`simulate, clamp, ${mode}`] = (slice) => {
    for (let i = 0; i < 10; i++)
      simulator.simulate(
        four(slice + i),
        four(slice + i).map(() => (mode === 'rig' ? { ...NO_ARTEFACTS, rsCmMs: 0.12 } : NO_ARTEFACTS)),
      );
  };
  for (const id of ['clark2022-rounded', 'twinclamp-10s']) {
    const setup: ClampSetup = {
      protocol: protocolOf(id),
      sampleRateHz: 10_000,
      mode,
      filterHz: mode === 'rig' ? 5000 : null,
      prior: POPULATION_PRIOR,
      freeScales: [],
      expectedRsCmMs: 0.12,
      fitPrediction: false,
      temperatureC: 37,
    };
    const model = new ClampModel(new ClampObserver(kernel, setup), setup);
    const random = createRandom(1);
    const thetas = model.parameters.map(() => Float64Array.from(model.parameters, (_, i) => (i < 52 ? random.normal() : 0)));
    const columns = model.simulate(thetas);
    jobs[`fit, simulations, ${id}, ${mode}`] = () => model.simulate(thetas.slice(0, 12));
    jobs[`fit, products, ${id}, ${mode}`] = () => {
      for (let i = 0; i < 5; i++) gram(columns);
    };
  }
}

process.on('message', ({ job, slice }: SliceRequest) => {
  const work = jobs[job];
  if (work === undefined) throw new Error(`no job ${job}`);
  const began = performance.now();
  work(slice);
  process.send?.({ ms: performance.now() - began } satisfies SliceAnswer);
});
process.send?.({ jobs: Object.keys(jobs) } satisfies SliceAnswer);
