import type { EventOf, ResponseOf } from '../../../../shared/contract/contract.ts';
import { courseOf, type StudyView } from '../../../../core/report/study/study-view.ts';
import type { Wash } from '../../../../core/drug/wash.ts';
import type { SweepCondition } from '../../../../core/drug/sweep-condition.ts';
import type { SweepFeature } from '../../../../core/drug/swept-cell.ts';

export const TABS = ['one', 'response', 'outcomes', 'currents', 'decides', 'stored'] as const;
export type DrugTab = (typeof TABS)[number];

/** Whose cells an experiment is on. */
export type CellChoice = 'twin' | 'session' | 'published' | 'population';

export type Study = ResponseOf<'drug:run'>;
export type StudyPart = NonNullable<EventOf<'drug:progress'>['part']>;

/** Fields of the experiment as text; several values, with commas, are combined. */
export interface ExperimentForm {
  /** Each concentration by itself, or one after the other in time. */
  readonly kind: 'levels' | 'wash';
  /** s: control, each concentration, wash-out, and the time constant of the bath. */
  readonly controlS: string;
  readonly eachS: string;
  readonly washS: string;
  readonly timeConstantS: string;
  /** Empty: 12 from 0.1 to 100 x free Cmax; in time: 1 and 10 x. */
  readonly concentrations: string;
  /** NAME=nM, ... */
  readonly beside: string;
  readonly cells: CellChoice;
  /** ms; empty or "free": free running. */
  readonly pace: string;
  readonly s2: string;
  readonly ik1: boolean;
  readonly leak: string;
  readonly temperature: string;
  readonly potassium: string;
  readonly calcium: string;
  readonly sodium: string;
  readonly allSources: boolean;
  readonly shares: boolean;
}

export const NEW_EXPERIMENT: ExperimentForm = {
  kind: 'levels',
  controlS: '60',
  eachS: '120',
  washS: '120',
  timeConstantS: '15',
  concentrations: '',
  beside: '',
  cells: 'twin',
  pace: '1000',
  s2: '',
  ik1: true,
  leak: '',
  temperature: '',
  potassium: '',
  calcium: '',
  sodium: '',
  allSources: true,
  shares: false,
};

/** What is on the right of the desk. */
export interface StudyDesk {
  readonly tab: DrugTab;
  readonly form: ExperimentForm;
  readonly compoundName: string;
  /** Free Cmax of an own compound, nM; empty: unknown. */
  readonly compoundCmax: string;
  /** The run that goes on, with its results so far. */
  readonly running: {
    readonly ticket: number;
    readonly fraction: number;
    readonly drug: string;
    readonly source: string;
    /** In the order of the places of its parts. */
    readonly cells: readonly StudyView['cell'][];
    readonly conditions: readonly SweepCondition[];
    readonly wash: Wash | null;
    readonly part: StudyPart | null;
  } | null;
  readonly study: Study | null;
  /** Places of the cell and condition that is shown. */
  readonly cell: number;
  readonly condition: number;
  readonly feature: SweepFeature;
  readonly changes: boolean;
  readonly answer: ResponseOf<'drug:sensitivity'> | null;
  readonly answerNm: string;
  readonly compared: ResponseOf<'drug:compare'> | null;
}

export const NEW_STUDY_DESK: StudyDesk = {
  tab: 'response',
  form: NEW_EXPERIMENT,
  compoundName: '',
  compoundCmax: '',
  running: null,
  study: null,
  cell: 0,
  condition: 0,
  feature: 'apd90Ms',
  changes: true,
  answer: null,
  answerNm: '',
  compared: null,
};

/** What the figures show: the results so far of a run, else of the open study; null before any. */
export function shownView({ running, study, cell, condition }: StudyDesk): StudyView | null {
  if (running !== null) return runningView(running);
  if (study === null) return null;
  const result = study.results.find((each) => each.cell === cell && each.condition === condition);
  const [of, at] = [study.cells[cell], study.settings.conditions[condition]];
  if (result === undefined || of === undefined || at === undefined) return null;
  const { entry, beside } = study.settings;
  const others = beside.map((other) => ` + ${other.entry.drug} ${other.concentrationNm} nM`).join('');
  return {
    drug: `${entry.drug}${others}`,
    source: entry.sourceId,
    cell: of,
    condition: at,
    levels: result.levels,
    sources: result.sources,
    course: courseOf(study.settings.wash, result.wash),
  };
}

function runningView({ drug, source, cells, conditions, wash, part }: NonNullable<StudyDesk['running']>): StudyView | null {
  const [cell, condition] = [cells[part?.cell ?? 0], conditions[part?.condition ?? 0]];
  if (part === null || cell === undefined || condition === undefined) return null;
  return { drug, source, cell, condition, levels: part.levels, sources: [], course: courseOf(wash ?? undefined, part.wash) };
}
