import { readFileSync } from 'node:fs';
import { parameterLabel } from '../../core/cell/parameter-label.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import {
  BACKEND_NAMES,
  chooseBackend,
  CONTESTANT_NAMES,
  headToHead,
  type HeadToHead,
  kernelPath,
  ModelLibrary,
  openReferenceSet,
  TwinMaker,
} from '../../inference/index.ts';
import { conditionOf } from '../condition-option.ts';
import { MODELS_DIR, RESOURCES_DIR, WASM_DIR } from '../paths.ts';
import { helpersOf, THREADS_OPTION } from '../simulation-threads.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

/** One population of the genetic algorithm. */
const FEWEST_SIMULATIONS = 100;

export const headToHeadVerb: Verb = {
  words: ['head-to-head'],
  summary: 'Network, refinement, both, a genetic algorithm and conventional I-V analysis on the same recordings of reference cells.',
  options: {
    set: { value: 'DIR', help: 'Folder of reference cells, as for evaluate.', required: true },
    condition: {
      value: 'clean|noise:S|art',
      help: 'Ideal clamp; with white noise of S pA/pF; or through electrode and amplifier.',
      required: true,
    },
    cells: { value: 'N', help: 'The first N cells. Default 8.' },
    simulations: {
      value: 'N',
      help:
        'Every search ends after N simulated recordings, without an ensemble. Default: refinements when converged, the genetic ' +
        'algorithm after as many as the refinement alone took with its ensemble.',
    },
    seed: { value: 'N', help: 'Seed of noise, starts and individuals. Default 1.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
    threads: THREADS_OPTION,
    models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' },
  },
  async run(args, { signal, progress }) {
    const condition = conditionOf(args.need('condition'));
    const cells = args.number('cells', { min: 1, whole: true }) ?? 8;
    const simulations = args.number('simulations', { min: FEWEST_SIMULATIONS, whole: true }) ?? null;
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const prefer = args.choice('backend', BACKEND_NAMES);
    const set = openReferenceSet(args.need('set'));
    const backend = await chooseBackend({ wasmDir: WASM_DIR, ...(prefer === undefined ? {} : { prefer }) });
    const backendName = `${backend.name} (${backend.adapter})`;
    const network = await new ModelLibrary(args.text('models') ?? MODELS_DIR, backend).forProtocol(
      set.protocol,
      set.sampleRateHz,
      set.temperatureC,
    );
    if (network.problem !== null) progress.note(`${network.problem} The methods without one are compared.`);
    const { threads, helpers } = helpersOf(args);
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const result = await headToHead(new TwinMaker(kernel, helpers), {
      set,
      condition,
      cells,
      seed,
      simulations,
      predictor: network.predictor,
      networkProblem: network.problem,
      backend: backendName,
      signal,
      onProgress: (method, cell, total) =>
        progress.step('Comparing', cell / total, `cell ${cell + 1} of ${total}, ${CONTESTANT_NAMES[method].toLowerCase()}`),
    });
    const card = network.predictor?.card ?? null;
    return {
      json: {
        ...result,
        condition: args.need('condition'),
        protocol: set.protocol.id,
        seed,
        simulations,
        threads,
        backend: backendName,
        network: card === null ? null : { id: card.id, weightsSha256: card.weightsSha256 },
      },
      lines: [
        `${result.cells} cells, ${args.need('condition')}, protocol ${set.protocol.id}, network ${card?.id ?? 'none'}. Errors ` +
          `are medians over cells.`,
        '',
        ...resultLines(result),
      ],
    };
  },
};

function resultLines(result: HeadToHead): string[] {
  const rows = result.methods.map(({ method, figures }) => [
    CONTESTANT_NAMES[method],
    shown(figures?.r2Mean, 3),
    shown(figures?.r2Conductances, 3),
    shown(figures?.currentNrmseMedian, 3),
    shown(figures?.cycleLengthErrMedian, 2),
    shown(figures?.apd90ErrMedian, 2),
    shown(figures?.mdpErrMedianMv, 3),
    shown(figures?.beatClassAccuracy, 2),
    shown(figures?.secondsMedian, 2),
    shown(figures?.simulationsMedian, 0),
  ]);
  const problems = result.methods.flatMap(({ method, problem }) => (problem === null ? [] : [`${CONTESTANT_NAMES[method]}: ${problem}`]));
  return [
    ...table(
      [
        'Method',
        'R2 of 52',
        'R2 of 6 conductances',
        'NRMSE %',
        'Cycle length %',
        'APD90 %',
        'MDP mV',
        'Same beat class',
        'Seconds',
        'Simulations',
      ],
      rows,
    ),
    '',
    `Read by I-V analysis (cells): ${Object.entries(result.ivRead)
      .map(([id, count]) => `${parameterLabel(id)} ${count}`)
      .join(', ')}.`,
    ...problems,
  ];
}
