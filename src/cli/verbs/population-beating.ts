import { selectBeating } from '../../inference/index.ts';
import { cellSetAnswer } from '../cell-set-answer.ts';
import type { Verb } from '../verb.ts';

export const populationBeating: Verb = {
  words: ['population', 'beating'],
  summary:
    'The beating cells of a population of every cell (--kind all): the shards that --kind beating would make, without simulating again.',
  options: {
    from: { value: 'DIR', help: 'Folder of a population of the kind all, with free running.', required: true },
    out: { value: 'DIR', help: 'Folder of shards.', required: true },
    cells: { value: 'N', help: 'Beating cells wanted. Default: all there are.' },
  },
  async run(args, { signal, progress }) {
    const out = args.need('out');
    const cells = args.number('cells', { min: 1, whole: true });
    const result = selectBeating({
      from: args.need('from'),
      folder: out,
      signal,
      onProgress: (done, total) => progress.step('Selecting cells', done / total, `${done} of ${total}`),
      ...(cells === undefined ? {} : { cells }),
    });
    return cellSetAnswer(out, result);
  },
};
