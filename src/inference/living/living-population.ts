import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rigIdParts } from '../../core/experiment/rig-id.ts';
import type { CellModel } from '../../core/cell/cell-model.ts';
import { learnCells, type LearnedCells } from '../../core/population/learned-cells.ts';
import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import { learnedPrior, type LearnedPrior } from '../../core/inference/learned-prior.ts';
import type { TwinEvidence } from '../../core/twin/twin.ts';
import { statedHere } from './living-setting.ts';

/** Living cells whose twins teach a prior. */
export interface LivingPopulation {
  readonly schema: 'twinclamp.living-population/1';
  readonly name: string;
  readonly source: string;
  readonly cells: readonly LivingPopulationCell[];
}

export interface LivingPopulationCell {
  readonly name: string;
  /** Checksums of all of its recordings that are known, by which it is left out where it is judged itself. */
  readonly crcs: readonly number[];
  /** Value of every parameter of the fit, in its own unit. */
  readonly values: Readonly<Record<string, number>>;
}

/** Below this many cells no prior is learned: the wide one is taken. */
const FEWEST = 12;

/** The population that comes with the program; null where there is none. */
export function learnedPopulation(resourcesDir: string): LivingPopulation | null {
  const file = join(resourcesDir, 'populations', 'living-ipsc-2023.json');
  return existsSync(file) ? readLivingPopulation(file) : null;
}

/** @throws Error for a file that is none */
export function readLivingPopulation(file: string): LivingPopulation {
  const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<LivingPopulation>;
  if (found.schema !== 'twinclamp.living-population/1' || !Array.isArray(found.cells))
    throw new Error(`${file}: expected a population of living cells (twinclamp.living-population/1). Choose another file.`);
  return found as LivingPopulation;
}

/** Seal and electrode of a further recording of the cell were learned as those of the first: it is the same pipette. */
function ofEveryRecording(
  values: Readonly<Record<string, number>>,
  parameters: readonly { readonly id: string }[],
): Readonly<Record<string, number>> {
  const further = parameters.flatMap(({ id }) => {
    const value = values[rigIdParts(id).id];
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(further);
}

/** What is stated of the first clamp holds for all of one pipette. */
function ofEveryClamp(stated: ReadonlySet<string>, parameters: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(parameters.map(({ id }) => id).filter((id) => stated.has(rigIdParts(id).id)));
}

/** What its cells teach of others, for a population of simulated ones. @throws Error for fewer than 12 cells */
export function learnedCells(model: CellModel, { name, cells }: LivingPopulation): LearnedCells {
  if (cells.length < FEWEST) throw new Error(`${name}: expected ${FEWEST} cells or more, got ${cells.length}. Choose another population.`);
  return learnCells(
    model,
    name,
    cells.map(({ values }) => values),
  );
}

/** The prior learned from all cells but this one. @param cell its name and the checksums of its recordings */
export function priorWithout(
  population: LivingPopulation | null,
  cell: { readonly name: string; readonly crcs: readonly number[] },
): { readonly of: ((model: ClampModel) => LearnedPrior) | null; readonly name: TwinEvidence['prior'] } {
  const others = (population?.cells ?? []).filter(({ name, crcs }) => name !== cell.name && !crcs.some((crc) => cell.crcs.includes(crc)));
  if (population === null || others.length < FEWEST) return { of: null, name: null };
  return {
    of: ({ parameters, setup }) =>
      learnedPrior(
        parameters,
        others.map(({ values }) => ofEveryRecording(values, parameters)),
        ofEveryClamp(statedHere(setup), parameters),
      ),
    name: { name: population.name, cells: others.length },
  };
}
