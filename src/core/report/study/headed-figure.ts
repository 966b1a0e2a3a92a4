import type { Figure } from './figure.ts';
import { figureHead } from './figure-head.ts';
import { viewNote, type StudyView } from './study-view.ts';

/** A figure of a study behind its head: title and note of the view, and whether its cell is simulated. */
export function headedFigure(view: StudyView, figure: Omit<Figure, 'note'>): Figure {
  const note = viewNote(view);
  const head = figureHead(figure.title, note, figure.width, view.cell.origin === 'simulated');
  return { ...figure, note, marks: [...head, ...figure.marks] };
}
