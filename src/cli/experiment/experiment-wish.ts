import { basename, dirname, resolve } from 'node:path';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { experimentPopulation } from '../../core/drug/experiment-population.ts';
import { MOST_CELLS, MOST_CONCENTRATIONS, MOST_CONDITIONS, type ExperimentCell } from '../../core/drug/experiment-schema.ts';
import { experimentTwin } from '../../core/drug/experiment-twin.ts';
import { measuredAtNm } from '../../core/drug/measured-entry.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { planExperiment, type PlannedExperiment } from '../../core/drug/plan-experiment.ts';
import { inFile, PlanFault, planned, plannedLater } from '../../core/drug/plan-fault.ts';
import { conditionGrid, sweepConditionSchema } from '../../core/drug/sweep-condition.ts';
import { washSchema } from '../../core/drug/wash.ts';
import {
  boolean,
  checked,
  choice,
  dictionary,
  integerBetween,
  list,
  numberBetween,
  optional,
  record,
  text,
  type Of,
} from '../../core/schema/index.ts';
import { withOrigin } from '../../core/twin/twin-origin.ts';
import { PROGRAM } from '../../inference/index.ts';
import { readJson } from '../files.ts';
import { onlyTwin } from '../only-twin.ts';
import { withSessionFile } from '../open-session.ts';
import { readTwin } from '../twin-file.ts';
import { MEASURED_WORD, measuredOfSession } from './measured-of-session.ts';

const { paceMs, s2Ms, ik1, leakNsPf, temperatureC, potassiumMm, calciumMm, sodiumMm } = sweepConditionSchema.fields;
const several = <T>(item: Parameters<typeof list<T>>[0]) => optional(list(item, 20));
const concentration = numberBetween(0, MOST_NM);

/**
 * What is asked of an experiment, as a person writes it. Conditions with several values are combined: a factorial table.
 * @example {"cells": [{"twin": "cell.json"}], "drug": "dofetilide", "concentrationsNm": [1, 3],
 *   "conditions": {"paceMs": [1000, 500], "ik1": [1]}}
 * @example {"cells": [{"twin": "cell.json"}], "drug": "dofetilide", "wash": {"solutions": [{"atS": 60, "nM": 3}, {"atS": 180, "nM": 0}],
 *   "endS": 300, "timeConstantS": 15}}
 */
const wishSchema = record({
  name: optional(text),
  cells: list(
    record({
      twin: optional(text),
      /** A session in place of a twin's file; its twin may be left out where it has one. */
      session: optional(text),
      twinId: optional(integerBetween(1, Number.MAX_SAFE_INTEGER)),
      population: optional(
        record({ cells: integerBetween(0, 20_000), seed: integerBetween(0, 1e9), kind: optional(choice('all', 'wide')) }),
      ),
    }),
    MOST_CELLS,
  ),
  drug: text,
  /** "measured": by the clamp of the first cell's session with the drug. */
  source: optional(text),
  /** Which recording with the drug, where the session has several. */
  measuredRecording: optional(integerBetween(1, Number.MAX_SAFE_INTEGER)),
  allSources: optional(boolean),
  /** Each by itself; or `wash`, in which they follow each other in time. */
  concentrationsNm: optional(list(concentration, MOST_CONCENTRATIONS)),
  wash: optional(washSchema),
  with: optional(dictionary(concentration)),
  conditions: optional(
    record({
      paceMs: several(paceMs),
      s2Ms: several(s2Ms),
      ik1: several(ik1),
      leakNsPf: several(leakNsPf),
      temperatureC: several(temperatureC),
      potassiumMm: several(potassiumMm),
      calciumMm: several(calciumMm),
      sodiumMm: several(sodiumMm),
    }),
  ),
  seed: optional(integerBetween(0, Number.MAX_SAFE_INTEGER)),
  shares: optional(boolean),
});

/** @throws Error that names the file and the place in it, what was expected and what came */
export async function readWish(file: string, table: readonly DrugEntry[], createdAt: string): Promise<PlannedExperiment> {
  const wish = checked(wishSchema, readJson(file, 'Experiment'), basename(file));
  try {
    return await planOf(wish, dirname(file), table, createdAt);
  } catch (error) {
    throw inFile(basename(file), error);
  }
}

type Wish = Of<typeof wishSchema>;

async function planOf(wish: Wish, folder: string, table: readonly DrugEntry[], createdAt: string): Promise<PlannedExperiment> {
  const conditions = conditionGrid(wish.conditions ?? {});
  if (conditions.length > MOST_CONDITIONS)
    throw new PlanFault(['conditions'], `Expected at most ${MOST_CONDITIONS} conditions, got ${conditions.length}. Leave values out.`);
  const cells: ExperimentCell[] = [];
  for (const [i, cell] of wish.cells.entries()) cells.push(await cellOf(cell, folder, i));
  if (cells.length === 0) throw new PlanFault(['cells'], 'Expected at least one cell, got none. Name a twin or a population.');
  const measured = await measuredOfWish(wish, folder, table);
  const atNm = measured === null ? null : measuredAtNm(measured);
  const concentrationsNm = wish.concentrationsNm ?? (wish.wash === undefined && atNm !== null ? [atNm] : undefined);
  if ((wish.wash === undefined) === (concentrationsNm === undefined))
    throw new PlanFault(
      concentrationsNm === undefined ? [] : ['wash'],
      `Expected either concentrations or a wash, got ${concentrationsNm === undefined ? 'neither' : 'both'}. ` +
        'Give the concentrations, or their time course.',
    );
  return planExperiment(
    measured === null ? table : [...table, measured],
    {
      name: wish.name ?? '',
      drug: wish.drug,
      source: measured?.sourceId ?? wish.source,
      allSources: wish.allSources ?? false,
      concentrationsNm: concentrationsNm ?? [],
      wash: wish.wash,
      beside: Object.entries(wish.with ?? {}).map(([drug, concentrationNm]) => ({ drug, concentrationNm })),
      conditions,
      seed: wish.seed ?? 1,
      shares: wish.shares ?? false,
    },
    cells,
    { program: PROGRAM, createdAt },
  );
}

const NAME_TWIN = '"twinId": N';

async function cellOf(
  { twin: twinFile, session, twinId, population }: Wish['cells'][number],
  folder: string,
  place: number,
): Promise<ExperimentCell> {
  const given = [twinFile, session, population].filter((way) => way !== undefined);
  if (given.length !== 1)
    throw new PlanFault(
      ['cells', place],
      `Expected one of "twin", "session" and "population", got ${given.length === 0 ? 'none' : given.length}. ` +
        `Name the twin's file, its session, or the population.`,
    );
  if (twinId !== undefined && session === undefined)
    throw new PlanFault(['cells', place, 'twinId'], 'Expected a session with the number of its twin. Name the session, or leave it out.');
  if (population !== undefined) return experimentPopulation({ ...population, kind: population.kind ?? 'all' }, DEFAULT_CELL);
  if (session !== undefined)
    return plannedLater(['cells', place, 'session'], () =>
      withSessionFile(resolve(folder, session), (opened) => {
        const { twin } = opened.getTwin(twinId ?? onlyTwin(opened, NAME_TWIN));
        return experimentTwin(withOrigin(twin, opened.summary().simulated), twin.cellName);
      }),
    );
  const twin = planned(['cells', place, 'twin'], () => readTwin(resolve(folder, twinFile ?? '')));
  return experimentTwin(twin, twin.cellName || basename(twinFile ?? ''));
}

/** The block that the first cell's own clamps show, where that is the source; null for another. */
function measuredOfWish(wish: Wish, folder: string, table: readonly DrugEntry[]): Promise<DrugEntry> | null {
  const { cells, drug, source, measuredRecording } = wish;
  if (source !== MEASURED_WORD) {
    if (measuredRecording === undefined) return null;
    throw new PlanFault(
      ['measuredRecording'],
      `A recording with the drug belongs to the source "${MEASURED_WORD}". Leave it out, or take that source.`,
    );
  }
  const [first] = cells;
  const session = first?.session;
  if (session === undefined)
    throw new PlanFault(['source'], `The source "${MEASURED_WORD}" expects the session of the first cell. Name it: {"session": FILE}.`);
  return plannedLater(['source'], () =>
    withSessionFile(resolve(folder, session), (opened) =>
      measuredOfSession(opened, { twinId: first?.twinId ?? onlyTwin(opened, NAME_TWIN), drug, recordingId: measuredRecording }, table),
    ),
  );
}
