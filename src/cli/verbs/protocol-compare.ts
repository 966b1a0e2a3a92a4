import { readFileSync } from 'node:fs';
import { parameterLabel } from '../../core/cell/parameter-label.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { compareProtocols, kernelPath } from '../../inference/index.ts';
import { RESOURCES_DIR } from '../paths.ts';
import { cellsOf, protocolOf } from '../protocol/score-options.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const protocolCompare: Verb = {
  words: ['protocol', 'compare'],
  summary: 'Fit the same cells under two protocols and compare the errors of parameters and action potentials.',
  operands: [
    { value: 'A', help: 'Protocol: id, file or default.' },
    { value: 'B', help: 'The other one.' },
  ],
  options: {
    set: { value: 'DIR', help: 'Folder of reference cells. Default: cells drawn from the seed.' },
    cells: { value: 'N', help: 'The first N cells. Default 10.' },
    seed: { value: 'N', help: 'Seed of cells, noise and starts. Default 1.' },
    noise: { value: 'S', help: 'White noise per 10 kHz sample, pA/pF. Default 0.3.' },
  },
  async run(args, { signal, progress }) {
    const noisePaPf = args.number('noise', { above: 0 }) ?? 0.3;
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const protocols = [protocolOf(args.operand(0)), protocolOf(args.operand(1))];
    const { cells, from } = cellsOf(args, 10);
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const results = await compareProtocols(kernel, {
      protocols,
      cells,
      noisePaPf,
      seed,
      signal,
      onProgress: (done, total) => progress.step('Fitting', done / total, `${done} of ${total} recordings`),
    });
    const row = (name: string, of: (result: (typeof results)[number]) => number | null, digits: number): string[] => [
      name,
      ...results.map((result) => shown(of(result), digits)),
    ];
    const ids = Object.keys(results[0]?.error ?? {});
    return {
      json: { cellsFrom: from, noisePaPf, seed, results },
      lines: [
        `${cells.length} cells (${from}), ideal clamp of the reference engine, noise ${noisePaPf} pA/pF, refinement from the same starts.`,
        '',
        ...table(
          ['', ...results.map(({ protocol }) => protocol)],
          [
            row('R2, mean of 52', ({ r2Mean }) => r2Mean, 3),
            row('chi2 per observation, median', ({ chi2Median }) => chi2Median, 2),
            row('Cycle length error, % median', ({ ap }) => ap.cycleLengthPercent, 2),
            row('APD90 error, % median', ({ ap }) => ap.apd90Percent, 2),
            row('MDP error, mV median', ({ ap }) => ap.mdpMv, 3),
            row('Same outcome, %', ({ ap }) => 100 * ap.sameOutcome, 0),
            row('Seconds per cell', ({ secondsPerCell }) => secondsPerCell, 1),
          ],
        ),
        '',
        ...table(
          ['RMS error of the multiplier', ...results.map(({ protocol }) => protocol)],
          ids.map((id) => row(parameterLabel(id), ({ error }) => error[id] ?? null, 3)),
        ),
      ],
    };
  },
};
