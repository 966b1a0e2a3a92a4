import { availableParallelism } from 'node:os';
import { generatePopulation, kernelPath } from '../../inference/index.ts';
import { findProtocol } from '../../main/store/index.ts';
import { POPULATION_WORKER, PROTOCOLS_DIR, RESOURCES_DIR } from '../paths.ts';
import { pairs } from '../table.ts';
import type { Verb } from '../verb.ts';

export const population: Verb = {
  words: ['population'],
  summary: 'Simulate a population of cells to train a network on; a run that was stopped goes on.',
  options: {
    cells: { value: 'N', help: 'Number of cells.', required: true },
    seed: { value: 'N', help: 'Seed: the same seed gives the same cells.', required: true },
    protocol: { value: 'ID|FILE', help: 'Protocol that every cell is clamped with.', required: true },
    out: { value: 'DIR', help: 'Folder of shards.', required: true },
    'sample-rate-hz': { value: 'N', help: 'Rate of the recordings it is for. Default 10000.' },
    'rig-share': { value: 'N', help: 'Share of cells through electrode and amplifier, 0 to 1. Default 0.5.' },
    workers: { value: 'N', help: 'Threads. Default: one a core.' },
  },
  async run(args, { signal, progress }) {
    const sampleRateHz = args.number('sample-rate-hz', { min: 2000, max: 200_000 });
    const rigShare = args.number('rig-share', { min: 0, max: 1 });
    const out = args.need('out');
    const result = await generatePopulation({
      folder: out,
      cells: args.number('cells', { min: 1, whole: true }) ?? 0,
      seed: args.number('seed', { min: 0, whole: true }) ?? 0,
      protocol: findProtocol(PROTOCOLS_DIR, args.need('protocol')),
      workers: args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism(),
      kernelPath: kernelPath(RESOURCES_DIR),
      workerScript: POPULATION_WORKER,
      signal,
      onProgress: (done, total) => progress.step('Simulating cells', done / total, `${done} of ${total}`),
      ...(sampleRateHz === undefined ? {} : { sampleRateHz }),
      ...(rigShare === undefined ? {} : { rigShare }),
    });
    return {
      json: { out, ...result },
      lines: pairs([
        ['Cells', String(result.cells)],
        ['Features', String(result.features)],
        ['Shards', `${result.shards}, ${result.kept} of them from before`],
        ['Folder', out],
      ]),
    };
  },
};
