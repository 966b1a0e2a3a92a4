import { ensembleSensitivity, type EnsembleEffect } from '../../core/drug/ensemble-sensitivity.ts';
import type { Experiment } from '../../core/drug/experiment-schema.ts';
import { sweepOf } from '../../core/drug/experiment-sweep.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { STEP, type ChannelEffect, type Sensitivity } from '../../core/drug/sensitivity.ts';
import { runSensitivity } from '../../inference/index.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { shown, table } from '../table.ts';
import { withSweepThreads } from './threads.ts';

/** Option of the verbs that run experiments. */
export const DECIDES_OPTION: OptionTable = {
  'decides-nm': {
    value: 'N',
    help: 'Which parameter, which channel and which combination decide at this concentration, of the first cell and condition.',
  },
};

export interface Decides {
  readonly sensitivity: Sensitivity;
  readonly ensemble: readonly EnsembleEffect[];
}

/** What decides at the concentration of --decides-nm; null without the option. */
export async function decidesOf(args: Arguments, experiment: Experiment, workers: number, signal: AbortSignal): Promise<Decides | null> {
  const nM = args.number('decides-nm', { min: 0, max: MOST_NM });
  if (nM === undefined) return null;
  const request = sweepOf(experiment, 0, 0);
  const sensitivity = await withSweepThreads(workers, async (threadsFor) =>
    runSensitivity(request, nM, await threadsFor(request.model.id), { signal }),
  );
  const levels = experiment.results.find(({ cell, condition }) => cell === 0 && condition === 0)?.levels ?? [];
  const [without, level, cell] = [levels.find((each) => each.nM === 0), levels.find((each) => each.nM === nM), experiment.cells[0]];
  return { sensitivity, ensemble: without && level && cell ? ensembleSensitivity(cell, without, level) : [] };
}

export function decidesLines(decides: Decides | null): string[] {
  if (decides === null) return [];
  const { sensitivity, ensemble } = decides;
  const { nM, change, parameters, leftOut, alone, reversedWithout } = sensitivity;
  const all = [...new Set(leftOut.flatMap(({ channels }) => channels))];
  const missing = ({ channels }: ChannelEffect): string => all.filter((channel) => !channels.includes(channel)).join(', ');
  return [
    `At ${nM} nM the twin's APD90 changes by ${shown(change, 1)} ms. With each parameter / ${STEP} and x ${STEP} instead:`,
    ...table(
      ['Parameter', `/ ${STEP} (ms)`, `x ${STEP} (ms)`, 'Rank correlation over the cells'],
      parameters
        .slice(0, 12)
        .map(({ name, low, high }) => [
          name,
          shown(low, 1),
          shown(high, 1),
          shown(ensemble.find((effect) => effect.name === name)?.correlation, 2),
        ]),
    ),
    ...table(
      ['Blocked', 'Change of APD90 (ms)', 'Outcome'],
      [
        ...leftOut.map((effect) => [`all without ${missing(effect)}`, shown(effect.change, 1), effect.outcome]),
        ...alone.map((effect) => [`${effect.channels.join(', ')} alone`, shown(effect.change, 1), effect.outcome]),
      ],
    ),
    reversedWithout === null
      ? 'No combination of its channels turns the sign of the change.'
      : `Without the block of ${missing(reversedWithout)} the change has the other sign (${shown(reversedWithout.change, 1)} ms).`,
  ];
}
