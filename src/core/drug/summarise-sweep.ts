import { SERIES_FEATURES, type SeriesFeature } from '../beat/beat-series.ts';
import { spreadOf, type Spread } from '../twin/ensemble.ts';
import type { SweptCell } from './sweep-cells.ts';
import { SWEEP_OUTCOMES, type SweepOutcome } from './sweep-outcome.ts';
import type { Arm, SweepPlan, SweepRun } from './sweep-plan.ts';

/** How much of the variance of a change comes from the twin, from the drug's values, and from both together; they add up to 1. */
export interface VarianceShares {
  readonly twin: number;
  readonly drug: number;
  readonly both: number;
}

export interface SweepLevel {
  readonly nM: number;
  /** Blocked fractions with the published values. */
  readonly blocked: Readonly<Record<string, number>>;
  /** What most cells do, the worse where two are as many, and the share of each. */
  readonly outcome: SweepOutcome;
  readonly outcomes: Readonly<Partial<Record<SweepOutcome, number>>>;
  /** Median and central 90 % over the cells that have the feature; null where none has it. */
  readonly features: Readonly<Record<SeriesFeature, Spread | null>>;
  /** Change against no drug within each cell, in the unit of the feature. */
  readonly changes: Readonly<Record<SeriesFeature, Spread | null>>;
  /** Of the change of APD90; null where it was not asked for or too few cells have an APD90. */
  readonly apd90Shares: VarianceShares | null;
  /** The twin itself with the published values. */
  readonly twin: SweptCell;
}

/** Fewer cells than this have no variance. */
const LEAST_CELLS = 4;

/** @param cells results in the order of the plan's runs */
export function summariseSweep(plan: SweepPlan, cells: readonly SweptCell[]): SweepLevel[] {
  const of = (arm: Arm, level: number): SweptCell[] => cells.filter((_, i) => isOf(plan.runs[i], arm, level));
  const base = (arm: Arm): SweptCell[] => of(arm, 0);
  return plan.concentrationsNm.map((nM, level) => {
    const drawn = of('joint', level);
    const joint = drawn.length > 0 ? drawn : of('point', level);
    const outcomes: Partial<Record<SweepOutcome, number>> = {};
    for (const word of SWEEP_OUTCOMES) {
      const count = joint.filter(({ outcome: each }) => each === word).length;
      if (count > 0) outcomes[word] = count / joint.length;
    }
    const outcome = SWEEP_OUTCOMES.reduce((most, next) => ((outcomes[next] ?? 0) > (outcomes[most] ?? 0) ? next : most));
    const changesOf = (arm: Arm, key: SeriesFeature): number[] =>
      of(arm, level).flatMap(({ features }, i) => {
        const before = base(arm)[i]?.features[key];
        const after = features[key];
        return before === null || before === undefined || after === null ? [] : [after - before];
      });
    const each = <T>(value: (key: SeriesFeature) => T): Record<SeriesFeature, T> =>
      Object.fromEntries(SERIES_FEATURES.map((key) => [key, value(key)])) as Record<SeriesFeature, T>;
    return {
      nM,
      blocked: Object.fromEntries(plan.blockedAt(level).map(({ channel, fraction }) => [channel, fraction])),
      outcome,
      outcomes,
      features: each((key) => spreadOf(joint.flatMap(({ features }) => features[key] ?? []))),
      changes: each((key) => spreadOf(changesOf('joint', key))),
      apd90Shares: sharesOf(changesOf('twin', 'apd90Ms'), changesOf('drug', 'apd90Ms'), changesOf('joint', 'apd90Ms')),
      twin: of('point', level)[0] as SweptCell,
    };
  });
}

function sharesOf(twin: readonly number[], drug: readonly number[], joint: readonly number[]): VarianceShares | null {
  if (Math.min(twin.length, drug.length, joint.length) < LEAST_CELLS) return null;
  const [a, b, total] = [variance(twin), variance(drug), variance(joint)];
  const whole = Math.max(total, a + b);
  return whole === 0 ? null : { twin: a / whole, drug: b / whole, both: (whole - a - b) / whole };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function isOf(run: SweepRun | undefined, arm: Arm, level: number): boolean {
  return run !== undefined && run.arm === arm && run.level === level;
}
