import { MOST_NM } from './most-nm.ts';
import { doseQuestion, ownQuestions } from './dose-question.ts';
import { drugDose } from './drug-dose.ts';
import type { DrugEntry } from './drug-schema.ts';
import { findDrug } from './find-drug.ts';
import { equationsOf, experimentId } from './experiment-id.ts';
import { EXPERIMENT_SCHEMA, MOST_CONCENTRATIONS, type Experiment, type ExperimentCell } from './experiment-schema.ts';
import { labSpread } from './lab-spread.ts';
import { PlanFault, planned } from './plan-fault.ts';
import { bySourceRank, defaultEntry, sourceKind } from './source-rank.ts';
import { sourceSpread, type SourceSpread } from './source-spread.ts';
import { conditionProblem, type SweepCondition } from './sweep-condition.ts';
import { washConcentrations, washProblem, type Wash } from './wash.ts';

/** What a person asks of an experiment. */
export interface ExperimentWish {
  readonly name: string;
  readonly drug: string;
  /** Absent: the first by rank. */
  readonly source?: string | undefined;
  /** Whether the curve of every other source is simulated too. */
  readonly allSources: boolean;
  /** Each by itself; of a wash-in those that flow stand in its time course. */
  readonly concentrationsNm: readonly number[];
  /** The drug washes in and out in time. */
  readonly wash?: Wash | undefined;
  readonly beside: readonly { readonly drug: string; readonly concentrationNm: number }[];
  readonly conditions: readonly SweepCondition[];
  readonly seed: number;
  readonly shares: boolean;
}

export interface PlannedExperiment {
  readonly experiment: Experiment;
  /** Sources, extrapolated and assumed values, and doubts about what was asked, as sentences. */
  readonly notes: readonly string[];
  /** Disagreement of the sources at each concentration. */
  readonly spread: readonly { readonly nM: number; readonly channels: readonly SourceSpread[] }[];
}

/**
 * The experiment that a wish means: the one way of app and command line, so that both give one number.
 * @param table published drugs and own compounds
 * @throws PlanFault for an unknown drug or source, no concentration, or a condition that cannot be
 */
export function planExperiment(
  table: readonly DrugEntry[],
  asked: ExperimentWish,
  cells: readonly ExperimentCell[],
  made: { readonly program: string; readonly createdAt: string },
): PlannedExperiment {
  const wish = asked.wash === undefined ? asked : inTime(asked, asked.wash);
  checkWish(wish);
  const highest = Math.max(...wish.concentrationsNm);
  const isKnown = table.some(({ drug }) => drug.toLowerCase() === wish.drug.trim().toLowerCase());
  const { entry } = planned([isKnown ? 'source' : 'drug'], () =>
    drugDose(table, { drug: wish.drug, concentrationNm: highest, sourceId: wish.source }),
  );
  const beside = wish.beside.map(({ drug, concentrationNm }) => ({
    entry: planned(['with', drug], () => drugDose(table, { drug, concentrationNm })).entry,
    concentrationNm,
  }));
  const names = [entry.drug, ...beside.map((other) => other.entry.drug)].map((drug) => drug.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new PlanFault(['with'], `Expected each drug once, got ${twice} twice. Leave one of them out.`);
  const others = bySourceRank(table.filter(({ drug, sourceId }) => drug === entry.drug && sourceId !== entry.sourceId));
  const settings = {
    name: wish.name,
    entry,
    concentrationsNm: [...new Set(wish.concentrationsNm)].sort((a, b) => a - b),
    beside,
    sources: wish.allSources ? others : [],
    conditions: [...wish.conditions],
    // Own compounds are no laboratory's disagreement.
    labSpread: labSpread(table.filter(({ sourceId }) => sourceKind(sourceId) !== null)),
    seed: wish.seed,
    shares: wish.shares,
    ...(wish.wash === undefined ? {} : { wash: wish.wash }),
  };
  return {
    experiment: {
      schema: EXPERIMENT_SCHEMA,
      id: experimentId(settings, cells),
      createdAt: made.createdAt,
      versions: { program: made.program, equations: equationsOf(cells) },
      settings,
      cells: [...cells],
      results: [],
    },
    notes: experimentNotes(table, settings),
    spread: [0, ...settings.concentrationsNm.filter((nM) => nM > 0)].map((nM) => ({ nM, channels: sourceSpread(table, entry.drug, nM) })),
  };
}

/**
 * What belongs to an experiment: its source and the spread of the others, extrapolated and assumed values, doubts about what was asked.
 * @param table of today; the drug of the experiment keeps its own values
 */
export function experimentNotes(
  table: readonly DrugEntry[],
  settings: Pick<Experiment['settings'], 'entry' | 'concentrationsNm' | 'beside'>,
): string[] {
  const { entry, concentrationsNm, beside } = settings;
  return [
    ...new Set([
      ...doseNotes(table, entry, Math.max(...concentrationsNm)),
      ...questions(table, settings),
      ...beside.flatMap((other) => doseNotes(table, other.entry, other.concentrationNm).map((note) => `${other.entry.drug}: ${note}`)),
    ]),
  ];
}

/** Of one drug at a concentration, with the values that the experiment keeps of it. */
function doseNotes(table: readonly DrugEntry[], entry: DrugEntry, concentrationNm: number): string[] {
  const others = table.filter(({ drug, sourceId }) => drug !== entry.drug || sourceId !== entry.sourceId);
  const chosen = defaultEntry(table, entry.drug)?.sourceId !== entry.sourceId;
  const source = chosen ? [] : findDrug([entry, ...others], entry.drug).notes;
  return [...source, ...drugDose([entry, ...others], { drug: entry.drug, concentrationNm, sourceId: entry.sourceId }).notes];
}

/**
 * A wish for a wash-in: its concentrations are those that flow, and the record is the time course. Curves of other sources and shares of
 * the band belong to concentrations by themselves.
 */
function inTime(wish: ExperimentWish, wash: Wash): ExperimentWish {
  const problem = washProblem(wash);
  if (problem !== null) throw new PlanFault(['wash'], problem);
  if (wish.conditions.some(({ s2Ms }) => s2Ms !== null))
    throw new PlanFault(
      ['conditions', 's2Ms'],
      'Expected no S2 in a wash-in: its stimuli come at one interval. Leave S2 out, or ask for single concentrations.',
    );
  const flowing = washConcentrations(wash);
  return {
    ...wish,
    allSources: false,
    shares: false,
    concentrationsNm: flowing.length === 0 ? [0] : flowing,
    conditions: wish.conditions.map((condition) => ({ ...condition, seconds: wash.endS })),
  };
}

function checkWish({ concentrationsNm, conditions }: ExperimentWish): void {
  if (concentrationsNm.length === 0 || concentrationsNm.length > MOST_CONCENTRATIONS)
    throw new PlanFault(
      ['concentrationsNm'],
      `Expected 1 to ${MOST_CONCENTRATIONS} concentrations, got ${concentrationsNm.length}. Correct the list.`,
    );
  const wrong = concentrationsNm.find((nM) => !(nM >= 0 && nM <= MOST_NM));
  if (wrong !== undefined)
    throw new PlanFault(['concentrationsNm'], `Expected concentrations from 0 to 1e9 nM (1 mol/l), got ${wrong}. Correct it.`);
  if (conditions.length === 0)
    throw new PlanFault(['conditions'], 'Expected at least one condition of the cell, got none. Choose free running or a pacing interval.');
  for (const condition of conditions) {
    const problem = conditionProblem(condition);
    if (problem !== null) throw new PlanFault(['conditions'], problem);
  }
}

/** Doubts about the lowest and highest concentration and about typed values. */
function questions(
  table: readonly DrugEntry[],
  { entry, concentrationsNm }: Pick<Experiment['settings'], 'entry' | 'concentrationsNm'>,
): string[] {
  const ends = [Math.min(...concentrationsNm.filter((nM) => nM > 0), Infinity), Math.max(...concentrationsNm)].filter(Number.isFinite);
  return [...ends.flatMap((nM) => doseQuestion(entry, nM)), ...ownQuestions(table, entry)];
}

/** Concentrations in equal steps of the logarithm from 0.1 to 100 times the free Cmax. */
export function multiplesOfCmax(freeCmaxNm: number, count = 12): number[] {
  return Array.from({ length: count }, (_, i) => Number((freeCmaxNm * 10 ** (-1 + (3 * i) / (count - 1))).toPrecision(4)));
}
