import type { EnsembleEffect } from '../../drug/ensemble-sensitivity.ts';
import type { Experiment } from '../../drug/experiment-schema.ts';
import type { Sensitivity } from '../../drug/sensitivity.ts';
import type { SweepFeature } from '../../drug/swept-cell.ts';
import { currentFigure } from './current-figure.ts';
import type { Figure } from './figure.ts';
import { outcomeFigure } from './outcome-figure.ts';
import { potentialFigure } from './potential-figure.ts';
import { responseFigure } from './response-figure.ts';
import { studyViews, type StudyView } from './study-view.ts';
import { washChargeFigure } from './wash-charge-figure.ts';
import { washFigure } from './wash-figure.ts';
import { washOutcomeFigure } from './wash-outcome-figure.ts';
import { channelFigure, ensembleTornado, tornadoFigure } from './tornado-figure.ts';

/** Which figure of an experiment. */
export interface FigureChoice {
  readonly figure:
    | 'potential'
    | 'response'
    | 'outcomes'
    | 'currents'
    | 'tornado'
    | 'channels'
    | 'tornado-ensemble'
    | 'wash'
    | 'wash-charges'
    | 'wash-outcomes';
  /** Of a response. */
  readonly feature: SweepFeature;
  readonly changes: boolean;
  /** Of a sensitivity. */
  readonly nM: number;
  readonly sensitivity: Sensitivity | null;
  readonly ensemble: readonly EnsembleEffect[];
}

/** A figure of one cell and condition; null where there is nothing to show. */
export function viewFigure(view: StudyView, choice: FigureChoice, { width, height }: { width: number; height: number }): Figure | null {
  const { sensitivity, ensemble, nM } = choice;
  const { course } = view;
  switch (choice.figure) {
    case 'potential':
      return potentialFigure(view, width, height);
    case 'response':
      return responseFigure(view, choice.feature, choice.changes, width, height);
    case 'outcomes':
      return outcomeFigure(view, width, height);
    case 'currents':
      return currentFigure(view, undefined, width, height);
    case 'wash':
      return course === null ? null : washFigure(view, course, width, height);
    case 'wash-charges':
      return course === null ? null : washChargeFigure(view, course, width, height);
    case 'wash-outcomes':
      return course === null ? null : washOutcomeFigure(view, course, width, height);
    case 'tornado':
      return sensitivity === null ? null : tornadoFigure(view, sensitivity, width, height);
    case 'channels':
      return sensitivity === null ? null : channelFigure(view, sensitivity, width, height);
    case 'tornado-ensemble':
      return ensemble.length === 0 ? null : ensembleTornado(view, nM, ensemble, width, height);
  }
}

/** The same of an experiment. */
export function studyFigure(
  experiment: Experiment,
  { cell, condition, ...choice }: FigureChoice & { readonly cell: number; readonly condition: number },
  size: { width: number; height: number },
): Figure | null {
  const [view] = studyViews({
    ...experiment,
    results: experiment.results.filter((result) => result.cell === cell && result.condition === condition),
  });
  return view === undefined ? null : viewFigure(view, choice, size);
}
