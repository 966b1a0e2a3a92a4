import { readFileSync } from 'node:fs';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import {
  BACKEND_NAMES,
  chooseBackend,
  evaluate,
  EVALUATED_METHODS,
  kernelPath,
  ModelLibrary,
  openReferenceSet,
  TwinMaker,
} from '../../inference/index.ts';
import { conditionOf } from '../condition-option.ts';
import { MODELS_DIR, RESOURCES_DIR, WASM_DIR } from '../paths.ts';
import { helpersOf, THREADS_OPTION } from '../simulation-threads.ts';
import { pairs, shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const evaluateVerb: Verb = {
  words: ['evaluate'],
  summary: 'Make twins of reference cells and compare them with the truth.',
  options: {
    set: { value: 'DIR', help: 'Folder of reference cells: manifest.json, params_mult.f64, vc_clean.f32, ...', required: true },
    condition: {
      value: 'clean|noise:S|art',
      help: 'Ideal clamp; with white noise of S pA/pF; or through electrode and amplifier.',
      required: true,
    },
    cells: { value: 'N', help: 'The first N cells. Default: all.' },
    method: {
      value: EVALUATED_METHODS.join('|'),
      help: 'network-alone: its answer as it is; network: corrected by two Gauss-Newton steps, as in the app; refined (default).',
    },
    seed: { value: 'N', help: 'Seed of noise and further starts. Default 1.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
    threads: THREADS_OPTION,
    models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' },
  },
  async run(args, { signal, progress }) {
    const condition = conditionOf(args.need('condition'));
    const method = args.choice('method', EVALUATED_METHODS) ?? 'refined';
    const cells = args.number('cells', { min: 1, whole: true }) ?? Infinity;
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const prefer = args.choice('backend', BACKEND_NAMES);
    const set = openReferenceSet(args.need('set'));
    const backend = await chooseBackend({ wasmDir: WASM_DIR, ...(prefer === undefined ? {} : { prefer }) });
    const backendName = `${backend.name} (${backend.adapter})`;
    if (prefer !== undefined && backend.name !== prefer) progress.note([`Inference runs on ${backendName}.`, ...backend.notes].join(' '));
    const network = await new ModelLibrary(args.text('models') ?? MODELS_DIR, backend).forProtocol(
      set.protocol,
      set.sampleRateHz,
      set.temperatureC,
    );
    if (network.problem !== null && method === 'refined') progress.note(`${network.problem} Every fit starts from the population mean.`);
    const { threads, helpers } = helpersOf(args);
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const result = await evaluate(new TwinMaker(kernel, helpers), {
      set,
      condition,
      cells,
      method,
      seed,
      predictor: network.predictor,
      networkProblem: network.problem,
      backend: backendName,
      onCell: (done, total) => {
        signal.throwIfAborted();
        progress.step('Making twins', done / total, `${done} of ${total} cells`);
      },
    });
    const card = network.predictor?.card ?? null;
    const { ap } = result;
    return {
      json: {
        ...result,
        condition: args.need('condition'),
        method,
        threads,
        backend: backendName,
        network: card === null ? null : { id: card.id, weightsSha256: card.weightsSha256 },
      },
      lines: [
        ...pairs([
          ['Cells', `${result.n}, ${args.need('condition')}, ${method}`],
          ['Network', card?.id ?? 'none'],
          ['R2', `mean ${shown(result.r2Mean, 3)}, median ${shown(result.r2Median, 3)}`],
          ['Coverage', `${shown(100 * result.coverage90, 1)} % in the 90 % intervals`],
          ['Current', `NRMSE ${shown(result.currentNrmseMedian, 3)} % (median)`],
          ['Cycle length', `${shown(ap.cycleLengthErrMedian, 2)} % median, ${shown(ap.cycleLengthErrP90, 2)} % 90th percentile`],
          ['APD90', `${shown(ap.apd90ErrMedian, 2)} % median, ${shown(ap.apd90ErrP90, 2)} % 90th percentile`],
          ['MDP', `${shown(ap.mdpErrMedianMv, 2)} mV median`],
          ['Beat class', `${shown(100 * ap.beatClassAccuracy, 1)} % right, ${ap.slidingCells} cells on the fCa switch left out`],
          ['Time', `${shown(result.secondsPerCellMedian, 2)} s per cell (median), ${threads} threads`],
        ]),
        '',
        ...table(
          ['Parameter', 'R2'],
          Object.entries(result.r2)
            .sort((a, b) => b[1] - a[1])
            .map(([id, r2]) => [id, shown(r2, 3)]),
        ),
      ],
    };
  },
};
