import { valuesFromMultipliers } from '../../src/core/cell/cell-values.ts';
import { SLIDING_SHARE, phenotypeOf, type Phenotype } from '../../src/core/beat/phenotype.ts';
import { simulateFreeLanes } from '../../src/core/experiment/free-simulator.ts';
import { LANES } from '../../src/core/simulate/kernel-layout.ts';
import type { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import type { ReferenceSet } from '../../src/inference/evaluate/reference-set.ts';
import { median, percentile, round } from '../measure.ts';
import { BEAT_DT_MS, BEAT_SECONDS, BEAT_SETTLE_S } from './reference-job.ts';
import { runReferences } from './run-references.ts';

export interface BeatErrors {
  readonly cells: number;
  readonly cycleLengthPctMedian: number;
  readonly cycleLengthPctP95: number;
  readonly cycleLengthPctMax: number;
  readonly apd90PctMedian: number;
  readonly apd90PctP95: number;
  /** Cells of another class than the truth, among those whose class the reference engine and the stiff solver agree on. */
  readonly wrongClass: number;
}

export interface AllBeatErrors {
  /** Against the reference engine at small steps, both at 0.1 ms. */
  readonly reference: BeatErrors;
  /** Against the stiff solver of the set, at its 1 ms: 0.25 % of an APD90. */
  readonly solver: BeatErrors;
  /** Reference engine against stiff solver: the difference of two accurate solvers. */
  readonly solvers: BeatErrors;
  /** Cells that slide on the fCa switch, or whose cycle lengths differ by over 0.5 % between these two; included in all of the above. */
  readonly illConditioned: readonly {
    readonly cell: number;
    readonly sliding: boolean;
    readonly kernelPct: number;
    readonly solversPct: number;
  }[];
  /** Cells that reference engine and stiff solver put in different classes. */
  readonly undecided: number;
}

const ILL_CONDITIONED_PCT = 0.5;

/** Action potentials of the set's cells, 10 s after 100 s, by kernel, reference engine and the set's stiff solver. */
export async function beatErrors(kernel: PopulationKernel, set: ReferenceSet): Promise<AllBeatErrors> {
  const cells = Array.from({ length: set.cells }, (_, i) => valuesFromMultipliers(set.multipliers(i)));
  const own: Phenotype[][] = [[], []];
  for (let i = 0; i < cells.length; i += LANES) {
    const free = { settleS: BEAT_SETTLE_S, seconds: BEAT_SECONDS };
    for (const v of simulateFreeLanes(kernel, cells.slice(i, i + LANES), { ...free, outputDtMs: BEAT_DT_MS }).voltageMv)
      own[0]?.push(phenotypeOf(v, BEAT_DT_MS));
    for (const v of simulateFreeLanes(kernel, cells.slice(i, i + LANES), { ...free, outputDtMs: set.apDtMs }).voltageMv)
      own[1]?.push(phenotypeOf(v, set.apDtMs));
  }
  const solver = cells.map((_, i) => phenotypeOf(set.voltage(i), set.apDtMs));
  const reference: Phenotype[] = [];
  const referenceAtSet: Phenotype[] = [];
  await runReferences(
    cells.map((values) => ({ kind: 'beats', values })),
    ({ trace }, i) => {
      reference[i] = phenotypeOf(trace, BEAT_DT_MS);
      const every = Math.round(set.apDtMs / BEAT_DT_MS);
      referenceAtSet[i] = phenotypeOf(
        trace.filter((_, k) => k % every === 0),
        set.apDtMs,
      );
    },
  );
  const [fine = [], coarse = []] = own;
  const decided = cells.map((_, i) => reference[i]?.outcome === solver[i]?.outcome);
  return {
    reference: compare(fine, reference, decided),
    solver: compare(coarse, solver, decided),
    solvers: compare(referenceAtSet, solver, decided),
    undecided: decided.filter((same) => !same).length,
    illConditioned: cells.flatMap((_, cell) => {
      const sliding = set.slides(cell) || (reference[cell]?.slidingShare ?? 0) > SLIDING_SHARE;
      const solversPct = off(referenceAtSet[cell], solver[cell], 'cycleLengthMs');
      const kernelPct = off(fine[cell], reference[cell], 'cycleLengthMs');
      return sliding || Math.max(solversPct, kernelPct) > ILL_CONDITIONED_PCT
        ? [{ cell, sliding, kernelPct: round(kernelPct), solversPct: round(solversPct) }]
        : [];
    }),
  };
}

function off(got: Phenotype | undefined, truth: Phenotype | undefined, key: 'cycleLengthMs' | 'apd90Ms'): number {
  const [a, b] = [got?.features[key] ?? null, truth?.features[key] ?? null];
  return a === null || b === null ? Infinity : (100 * Math.abs(a - b)) / b;
}

function compare(got: readonly Phenotype[], truth: readonly Phenotype[], decided: readonly boolean[]): BeatErrors {
  const cycle = got.map((own, i) => off(own, truth[i], 'cycleLengthMs'));
  const apd90 = got.map((own, i) => off(own, truth[i], 'apd90Ms'));
  return {
    cells: got.length,
    cycleLengthPctMedian: round(median(cycle)),
    cycleLengthPctP95: round(percentile(cycle, 0.95)),
    cycleLengthPctMax: round(Math.max(...cycle)),
    apd90PctMedian: round(median(apd90)),
    apd90PctP95: round(percentile(apd90, 0.95)),
    wrongClass: got.filter((own, i) => decided[i] === true && own.outcome !== truth[i]?.outcome).length,
  };
}
