import { cellModel } from '../cell/models.ts';
import type { Experiment, ExperimentCell } from './experiment-schema.ts';
import type { SweepRequest } from './sweep-plan.ts';

/** The sweep of one cell of an experiment in one of its conditions. @throws Error for places that it does not have */
export function sweepOf({ settings, cells }: Pick<Experiment, 'settings' | 'cells'>, cell: number, condition: number): SweepRequest {
  const [asked, at] = [cells[cell], settings.conditions[condition]];
  if (asked === undefined || at === undefined)
    throw new Error(`The experiment has no cell ${cell + 1} in condition ${condition + 1}; expected one of its own.`);
  return {
    model: cellModel(asked.cellModel),
    twin: Float64Array.from(asked.values),
    members: asked.members.map((values) => Float64Array.from(values)),
    entry: settings.entry,
    concentrationsNm: settings.concentrationsNm,
    beside: settings.beside,
    condition: at,
    spread: settings.labSpread,
    seed: settings.seed,
    shares: settings.shares,
  };
}

/** Beside every answer of a twin whose fit failed to a drug. */
export const FAILED_ANSWER_NOTE =
  'The fit of this twin failed: it does not reproduce its recording, and its answer to a drug may not be that of the cell.';

/** What a result of a cell must carry with it. */
export function cellWarnings({ origin, fitFailed, alarms }: Pick<ExperimentCell, 'origin' | 'fitFailed' | 'alarms'>): string[] {
  return [
    ...(origin === 'simulated' ? ['SIMULATED: this comes from a simulated cell; no real cell was recorded.'] : []),
    ...(fitFailed ? [FAILED_ANSWER_NOTE] : []),
    ...alarms,
  ];
}
