import type { Spread } from '../twin/ensemble.ts';
import { conditionWords } from './sweep-condition.ts';
import { compareWashes, type ComparedWash } from './compare-washes.ts';
import { washWords } from './wash.ts';
import type { Experiment, ExperimentResult, SweepLevel } from './experiment-schema.ts';

/** APD90 and outcome of one concentration in two experiments. */
export interface ComparedLevel {
  readonly cell: string;
  readonly condition: string;
  readonly nM: number;
  readonly outcomes: readonly [string, string];
  readonly apd90Ms: readonly [Spread | null, Spread | null];
  readonly apd90Change: readonly [Spread | null, Spread | null];
}

export interface ExperimentComparison {
  /** What differs between what was asked of them, as sentences. */
  readonly differences: readonly string[];
  /** Concentrations that both have, cell by cell and condition by condition in their order. */
  readonly levels: readonly ComparedLevel[];
  /** Wash-ins that both have, cell by cell and condition by condition. */
  readonly washes: readonly (ComparedWash & { readonly cell: string; readonly condition: string })[];
}

/** Two experiments side by side: their cells and conditions in order, their concentrations by value. */
export function compareExperiments(first: Experiment, second: Experiment): ExperimentComparison {
  const otherOf = (result: ExperimentResult): ExperimentResult | undefined =>
    second.results.find(({ cell, condition }) => cell === result.cell && condition === result.condition);
  const wordsOf = (result: ExperimentResult): { cell: string; condition: string } => {
    const at = first.settings.conditions[result.condition];
    return { cell: first.cells[result.cell]?.name ?? '', condition: at === undefined ? '' : conditionWords(at) };
  };
  const levels = first.results.flatMap((result) => {
    const other = otherOf(result);
    return result.levels.flatMap((level): ComparedLevel[] => {
      const match = other?.levels.find(({ nM }) => nM === level.nM);
      if (match === undefined) return [];
      return [
        {
          ...wordsOf(result),
          nM: level.nM,
          outcomes: [level.outcome, match.outcome],
          apd90Ms: [level.features['apd90Ms'] ?? null, match.features['apd90Ms'] ?? null],
          apd90Change: [level.changes['apd90Ms'] ?? null, match.changes['apd90Ms'] ?? null],
        },
      ];
    });
  });
  const washes = first.results.flatMap((result) => {
    const [one, other] = [result.wash, otherOf(result)?.wash];
    return one === undefined || other === undefined ? [] : [{ ...wordsOf(result), ...compareWashes(one, other) }];
  });
  return { differences: differencesOf(first, second), levels, washes };
}

function differencesOf(first: Experiment, second: Experiment): string[] {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['Drug', drugWords(first), drugWords(second)],
    ['Beside', besideWords(first), besideWords(second)],
    ['Concentrations', `${first.settings.concentrationsNm.join(', ')} nM`, `${second.settings.concentrationsNm.join(', ')} nM`],
    ['Time course', washOfWords(first), washOfWords(second)],
    ['Conditions', first.settings.conditions.map(conditionWords).join('; '), second.settings.conditions.map(conditionWords).join('; ')],
    ['Cells', first.cells.map(({ name }) => name).join(', '), second.cells.map(({ name }) => name).join(', ')],
    ['Seed', String(first.settings.seed), String(second.settings.seed)],
    ['Program', first.versions.program, second.versions.program],
    ['Equations', JSON.stringify(first.versions.equations), JSON.stringify(second.versions.equations)],
  ];
  return pairs.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${what}: ${a} against ${b}.`);
}

function drugWords({ settings: { entry } }: Experiment): string {
  return `${entry.drug} (${entry.sourceId})`;
}

function washOfWords({ settings: { wash } }: Experiment): string {
  return wash === undefined ? 'each concentration by itself' : `${washWords(wash)}, ends at ${wash.endS} s`;
}

function besideWords({ settings: { beside } }: Experiment): string {
  return beside.length === 0 ? 'nothing' : beside.map(({ entry, concentrationNm }) => `${entry.drug} ${concentrationNm} nM`).join(', ');
}

/**
 * Number of results of two runs of one experiment, and of those that differ in any digit. Time is not compared, nor what only the second
 * has: an experiment of before lacks what was added since.
 */
export function reproduced(
  before: readonly ExperimentResult[],
  again: readonly ExperimentResult[],
): { results: number; different: number } {
  const figures = (result: ExperimentResult | undefined): unknown =>
    result === undefined ? null : { levels: result.levels satisfies readonly SweepLevel[], sources: result.sources, wash: result.wash };
  const different = before.filter((result) => {
    const other = again.find(({ cell, condition }) => cell === result.cell && condition === result.condition);
    return !isIn(figures(result), figures(other));
  }).length;
  return { results: before.length, different };
}

/** Whether everything of a value is in another; fields that are undefined count as absent. */
function isIn(value: unknown, other: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, other) || (value === 0 && other === 0);
  if (typeof other !== 'object' || other === null) return false;
  if (Array.isArray(value) && (!Array.isArray(other) || value.length !== other.length)) return false;
  const of = other as Readonly<Record<string, unknown>>;
  return Object.entries(value).every(([key, part]) => part === undefined || isIn(part, of[key]));
}
