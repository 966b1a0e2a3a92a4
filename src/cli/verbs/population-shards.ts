import { cellOfPopulation, kernelPath, makeShards } from '../../inference/index.ts';
import { POPULATION_WORKER, RESOURCES_DIR } from '../paths.ts';
import { pairs } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const populationShards: Verb = {
  words: ['population', 'shards'],
  summary: 'Make some shards of a population whose folder exists: one task of a cluster.',
  options: {
    out: { value: 'DIR', help: 'Folder of shards, with its manifest.', required: true },
    shards: { value: 'LIST', help: 'Numbers of the shards, for instance 4,5,6.', required: true },
    workers: { value: 'N', help: 'Threads. Default 1.' },
  },
  async run(args, { signal, progress }) {
    const out = args.need('out');
    const list = args.need('shards');
    if (!/^\d+(,\d+)*$/.test(list))
      throw new UsageError(`--shards: expected whole numbers separated by commas, for instance 4,5,6; got "${list}".`);
    const result = await makeShards({
      folder: out,
      shards: list.split(',').map(Number),
      workers: args.number('workers', { min: 1, max: 256, whole: true }) ?? 1,
      kernelPath: kernelPath(RESOURCES_DIR, cellOfPopulation(out)),
      workerScript: POPULATION_WORKER,
      signal,
      onProgress: (done, total) => progress.step('Making shards', done / total, `${done} of ${total}`),
    });
    return {
      json: { out, ...result },
      lines: pairs([
        ['Made', String(result.made)],
        ['Kept', String(result.kept)],
        ['Folder', out],
      ]),
    };
  },
};
