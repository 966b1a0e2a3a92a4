import { DEFAULT_PATIENCE, tensorflowFolder, trainNetwork, TRAINING_BACKENDS } from '../../inference/index.ts';
import { WASM_DIR } from '../paths.ts';
import { pairs, shown } from '../table.ts';
import type { Verb } from '../verb.ts';

export const train: Verb = {
  words: ['train'],
  summary: 'Train a network on a population; a run that was stopped is resumed from its checkpoint.',
  options: {
    data: { value: 'DIR', help: 'Folder that "population" wrote.', required: true },
    out: { value: 'DIR', help: 'Folder of the network: model.json, weights and card.json.', required: true },
    id: { value: 'ID', help: 'Name of the network. Default: the id of its protocol.' },
    from: {
      value: 'DIR',
      help: 'Network of the same protocol to start from, also for another temperature or spread. Default: random weights.',
    },
    minutes: { value: 'N', help: 'Length of the training. Default 25.' },
    patience: {
      value: 'N',
      help: 'Ends early after N evaluations (one every 200 steps) without a lower loss on held-out cells; 0: never. Default 20.',
    },
    hidden: { value: 'N', help: 'Units of a hidden layer; a power of two is slow. Default 520.' },
    blocks: { value: 'N', help: 'Residual blocks. Default 3, with --from those of its network, to which blocks can be added.' },
    seed: { value: 'N', help: 'Seed of weights, batches and noise. Default 1.' },
    backend: {
      value: TRAINING_BACKENDS.join('|'),
      help: 'auto: TensorFlow where it is installed or built (npm run build:tensorflow), else WebAssembly. Default auto.',
    },
    threads: { value: 'N', help: 'Threads of the gradient. Default: all cores with TensorFlow, one with WebAssembly.' },
  },
  async run(args, { signal, progress }) {
    const out = args.need('out');
    const patience = args.number('patience', { min: 0, whole: true }) ?? DEFAULT_PATIENCE;
    const hidden = args.number('hidden', { min: 4, max: 8192, whole: true });
    const blocks = args.number('blocks', { min: 0, max: 64, whole: true });
    const card = await trainNetwork({
      data: args.need('data'),
      out,
      seconds: 60 * (args.number('minutes', { above: 0 }) ?? 25),
      seed: args.number('seed', { min: 0, whole: true }) ?? 1,
      backend: args.choice('backend', TRAINING_BACKENDS) ?? 'auto',
      threads: args.number('threads', { min: 1, max: 256, whole: true }) ?? 0,
      wasmDir: WASM_DIR,
      tensorflowDir: tensorflowFolder(),
      createdAt: new Date().toISOString(),
      signal,
      onEngine: (description) => {
        progress.remark(description);
      },
      onProgress: ({ done, step, loss, samplesPerSecond, figures }) => {
        const r2 = figures['testR2Mean'];
        progress.step(
          'Training',
          done,
          `step ${step}, loss ${loss.toFixed(4)}${r2 === undefined ? '' : `, test R2 ${r2.toFixed(4)}`}, ` +
            `${samplesPerSecond.toFixed(0)} samples/s`,
        );
      },
      ...(patience === 0 ? {} : { patience }),
      ...(args.text('id') === undefined ? {} : { id: args.need('id') }),
      ...(args.text('from') === undefined ? {} : { from: args.need('from') }),
      ...(hidden === undefined ? {} : { hidden }),
      ...(blocks === undefined ? {} : { blocks }),
    });
    const { id, protocolId, architecture, cells, samplesSeen, figures, weightsBytes, weightsSha256 } = card;
    return {
      json: { out, id, protocolId, architecture, cells, samplesSeen, figures, weightsBytes, weightsSha256 },
      lines: pairs([
        ['Network', id],
        ['Architecture', architecture],
        ['Cells', `${cells}, ${samplesSeen} samples seen`],
        ...Object.entries(figures).map(([name, value]): [string, string] => [name, shown(value, 4)]),
        ['Weights', `${(weightsBytes / 1e6).toFixed(1)} MB, sha256 ${weightsSha256.slice(0, 16)}`],
        ['Folder', out],
      ]),
    };
  },
};
