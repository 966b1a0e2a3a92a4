import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { valuesFromParams } from '../cell/cell-values.ts';
import { quantile } from '../math/quantile.ts';
import { withLeak } from '../experiment/electrode.ts';
import { FreeRunner } from '../experiment/free-runner.ts';
import type { PhenotypeOutcome } from '../beat/phenotype.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { BEAT_SECONDS, SETTLE_S } from '../beat/simulate-beat.ts';
import type { ApFeatures } from '../beat/ap-features.ts';
import type { EnsembleBeat, Spread, TwinMember } from './ensemble-beat.ts';

export type { EnsembleBeat, Spread, TwinMember } from './ensemble-beat.ts';

/** Spontaneous activity of an ensemble. */
export interface MemberBeat {
  readonly outcome: PhenotypeOutcome;
  readonly features: ApFeatures;
  /** mV every dtMs; null where the cell ended before the record. */
  readonly voltageMv?: ArrayLike<number> | null;
  readonly dtMs?: number;
  /** By the solver's steps, which see the upstroke finer than the trace; null for a cell without an upstroke. */
  readonly dvdtMaxVs?: number | null;
}

const FEATURES = ['cycleLengthMs', 'apd50Ms', 'apd90Ms', 'mdpMv', 'peakMv'] as const;
const TRACE_DT_MS = 1;

/** The values of a member for the engines. */
export function memberValues(member: TwinMember, temperatureC: number, model: CellModel = DEFAULT_CELL): Float64Array {
  const { varied } = model;
  if (member.multipliers.length !== varied.length)
    throw new Error(`Member of a twin: expected ${varied.length} multipliers, got ${member.multipliers.length}.`);
  const multipliers = Object.fromEntries(varied.map(({ id }, i) => [id, member.multipliers[i] ?? NaN]));
  return valuesFromParams({ multipliers: { ...multipliers, ...member.scales }, temperatureC }, model);
}

/**
 * Free running of cells as for a twin: 100 s of settling, 10 s of record.
 * @param options rejectResting: a cell that rests for 10 s of the settling ends there, as slowly beating living cells may
 * before they begin; seconds of the record
 */
export function beatCells(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  { rejectResting = true, seconds = BEAT_SECONDS }: { readonly rejectResting?: boolean; readonly seconds?: number } = {},
): MemberBeat[] {
  const runner = new FreeRunner(kernel, { settleS: SETTLE_S, seconds, outputDtMs: TRACE_DT_MS, rejectResting });
  const beats: MemberBeat[] = [];
  runner.run(cells, (index, { outcome, features }, voltageMv, steepest) => {
    const dvdtMaxVs = features.dvdtMaxVs === null ? null : steepest;
    beats[index] = { outcome, features, voltageMv, dtMs: TRACE_DT_MS, dvdtMaxVs };
  });
  return beats;
}

/** Values of the cell with the seal leak of the recording in place, nS/pF. */
export function withSealLeak(values: Float64Array, leakNsPf: number, model: CellModel = DEFAULT_CELL): Float64Array {
  return withLeak(values, { leakNsPf }, model);
}

export function summariseBeats(beats: readonly MemberBeat[]): EnsembleBeat {
  const outcomes: Partial<Record<PhenotypeOutcome, number>> = {};
  for (const { outcome } of beats) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1 / beats.length;
  const ranges = Object.fromEntries(FEATURES.map((key) => [key, spreadOf(beats.flatMap((beat) => beat.features[key] ?? []))])) as Record<
    (typeof FEATURES)[number],
    Spread | null
  >;
  // The traces of members are too coarse for an upstroke: the twin's own figure comes from the solver's steps.
  return { members: beats.length, outcomes, features: { ...ranges, dvdtMaxVs: null } };
}

export function spreadOf(values: readonly number[]): Spread | null {
  const [median, low, high] = [0.5, 0.05, 0.95].map((share) => quantile(values, share));
  return median == null || low == null || high == null ? null : { median, low, high };
}
