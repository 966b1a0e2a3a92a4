import { basename, dirname, resolve } from 'node:path';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { experimentPopulation } from '../../core/drug/experiment-population.ts';
import { MOST_CELLS, MOST_CONCENTRATIONS, MOST_CONDITIONS, type ExperimentCell } from '../../core/drug/experiment-schema.ts';
import { experimentTwin } from '../../core/drug/experiment-twin.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { planExperiment, type PlannedExperiment } from '../../core/drug/plan-experiment.ts';
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
} from '../../core/schema/index.ts';
import { PROGRAM } from '../../inference/index.ts';
import { readJson } from '../files.ts';
import { readTwin } from '../twin-file.ts';

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
      population: optional(
        record({ cells: integerBetween(0, 20_000), seed: integerBetween(0, 1e9), kind: optional(choice('all', 'wide')) }),
      ),
    }),
    MOST_CELLS,
  ),
  drug: text,
  source: optional(text),
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

/** @throws Error that names the field, what was expected and what came */
export function readWish(file: string, table: readonly DrugEntry[], createdAt: string): PlannedExperiment {
  const wish = checked(wishSchema, readJson(file, 'Experiment'), basename(file));
  if ((wish.wash === undefined) === (wish.concentrationsNm === undefined))
    throw new Error(`${basename(file)}: expected one of "concentrationsNm" and "wash". Give the concentrations, or their time course.`);
  const conditions = conditionGrid(wish.conditions ?? {});
  if (conditions.length > MOST_CONDITIONS)
    throw new Error(`${basename(file)}: expected at most ${MOST_CONDITIONS} conditions, got ${conditions.length}. Leave values out.`);
  const cells = wish.cells.map((cell, i): ExperimentCell => {
    if (cell.twin !== undefined && cell.population === undefined) {
      const twin = readTwin(resolve(dirname(file), cell.twin));
      return experimentTwin(twin, twin.cellName || basename(cell.twin));
    }
    if (cell.population === undefined || cell.twin !== undefined)
      throw new Error(
        `${basename(file)}, cell ${i + 1}: expected one of "twin" and "population". Name the twin's file, or the population.`,
      );
    return experimentPopulation({ ...cell.population, kind: cell.population.kind ?? 'all' }, DEFAULT_CELL);
  });
  if (cells.length === 0) throw new Error(`${basename(file)}: expected at least one cell, got none. Name a twin or a population.`);
  return planExperiment(
    table,
    {
      name: wish.name ?? '',
      drug: wish.drug,
      source: wish.source,
      allSources: wish.allSources ?? false,
      concentrationsNm: wish.concentrationsNm ?? [],
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
