import type { Experiment, ExperimentCell, ExperimentResult, SweepLevel } from '../../drug/experiment-schema.ts';
import { isPublishedCell } from '../../drug/experiment-population.ts';
import { givenWords } from '../../drug/given-words.ts';
import { figureNote, type SweepCondition } from '../../drug/sweep-condition.ts';
import type { WashResult } from '../../drug/wash-schema.ts';
import type { Wash } from '../../drug/wash.ts';

export interface StudyCell extends Pick<ExperimentCell, 'name' | 'origin' | 'fitFailed' | 'kind'> {
  /** The published cell alone: no twin. */
  readonly published: boolean;
}

/** One cell in one condition of an experiment: what a figure shows. */
export interface StudyView {
  readonly drug: string;
  readonly source: string;
  readonly cell: StudyCell;
  readonly condition: SweepCondition;
  readonly levels: readonly SweepLevel[];
  readonly sources: ExperimentResult['sources'];
  /** A wash-in in time, in place of levels; null where each concentration is by itself. */
  readonly course: StudyCourse | null;
}

export interface StudyCourse {
  readonly wash: Wash;
  readonly result: WashResult;
}

export function studyViews({ settings, cells, results }: Experiment): StudyView[] {
  return results.flatMap(({ cell, condition, levels, sources, wash }): StudyView[] => {
    const [of, at] = [cells[cell], settings.conditions[condition]];
    if (of === undefined || at === undefined) return [];
    const course = courseOf(settings.wash, wash);
    return [
      {
        drug: givenWords(settings),
        source: settings.entry.sourceId,
        cell: { ...of, published: isPublishedCell(of) },
        condition: at,
        levels,
        sources,
        course,
      },
    ];
  });
}

/** What is shown of a wash-in; null of another experiment. */
export function courseOf(wash: Wash | undefined, result: WashResult | undefined): StudyCourse | null {
  return wash === undefined || result === undefined ? null : { wash, result };
}

/** Beside every figure: static block, the condition, the source, and that a fit failed. */
export function viewNote({ condition, source, cell, course }: StudyView): string {
  const exchange = course === null ? '' : ` · bath exchange ${course.wash.timeConstantS} s`;
  const failed = cell.fitFailed ? ' · ! the fit of this twin failed' : '';
  return `${figureNote(condition)}${exchange} · ${source.replaceAll('_', ' ')} · ${cell.name}${failed}`;
}

/** Whose line is drawn by itself: without a twin, and beside a population, it is the published cell. */
export function cellWords({ cell }: Pick<StudyView, 'cell'>): 'the twin' | 'the published cell' {
  return cell.published || cell.kind === 'population' ? 'the published cell' : 'the twin';
}

/** "3 nM", "1.2 uM". */
export function concentrationWords(nM: number): string {
  const [value, unit] = nM >= 1e6 ? [nM / 1e6, 'mM'] : nM >= 1e3 ? [nM / 1e3, 'uM'] : [nM, 'nM'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** "dofetilide 2 nM + verapamil 81 nM": the drug that rises at one concentration, with those beside it. */
export function dosedWords({ drug }: Pick<StudyView, 'drug'>, nM: number): string {
  const [rising = '', ...beside] = drug.split(' + ');
  return [`${rising} ${concentrationWords(nM)}`, ...beside].join(' + ');
}
