import { quantileOfSorted } from '../math/quantile.ts';
import { spreadOf, type Spread } from '../twin/ensemble.ts';
import { changeWithin } from './change-within.ts';
import type { SweepLevel } from './experiment-schema.ts';
import { SWEEP_OUTCOMES, type SweepOutcome } from './sweep-outcome.ts';
import type { Arm, SweepPlan } from './sweep-plan.ts';
import { BEAT_POINTS, SWEEP_FEATURES, type SweepFeature, type SweptCell } from './swept-cell.ts';

/** Fewer cells than this have no variance. */
const LEAST_CELLS = 4;

type ByDraw = ReadonlyMap<number, SweptCell>;

/**
 * Results of each concentration whose twin is known; of those of a run that goes on the bands are of the cells so far.
 * @param cells results in the order of the plan's runs, undefined where not yet simulated
 */
export function summariseSweep(plan: SweepPlan, cells: readonly (SweptCell | undefined)[]): SweepLevel[] {
  const known = new Map<string, Map<number, SweptCell>>();
  plan.runs.forEach(({ arm, level, draw }, i) => {
    const cell = cells[i];
    if (cell === undefined) return;
    const key = `${arm} ${level}`;
    known.set(key, (known.get(key) ?? new Map<number, SweptCell>()).set(draw, cell));
  });
  const of = (arm: Arm, level: number): ByDraw => known.get(`${arm} ${level}`) ?? new Map<number, SweptCell>();
  return plan.concentrationsNm.flatMap((nM, level) => {
    const twin = of('point', level).get(0);
    return twin === undefined ? [] : [levelOf(plan, { nM, level, twin, of })];
  });
}

interface LevelParts {
  readonly nM: number;
  readonly level: number;
  readonly twin: SweptCell;
  readonly of: (arm: Arm, level: number) => ByDraw;
}

function levelOf(plan: SweepPlan, { nM, level, twin, of }: LevelParts): SweepLevel {
  const drawn = of('joint', level);
  const joint = [...(drawn.size > 0 ? drawn : of('point', level)).values()];
  const outcomes = sharesOfOutcomes(joint);
  const changesOf = (arm: Arm, key: SweepFeature): number[] =>
    [...of(arm, level)].flatMap(([draw, { features }]) => changeWithin(of(arm, 0).get(draw)?.features[key], features[key]));
  const arm = drawn.size > 0 ? 'joint' : 'point';
  const each = <T>(value: (key: SweepFeature) => T): Record<SweepFeature, T> =>
    Object.fromEntries(SWEEP_FEATURES.map((key) => [key, value(key)])) as Record<SweepFeature, T>;
  return {
    nM,
    blocked: Object.fromEntries(plan.blockedAt(level).map(({ channel, fraction }) => [channel, fraction])),
    beyond: plan.beyondAt(level),
    outcome: SWEEP_OUTCOMES.reduce((most, next) => ((outcomes[next] ?? 0) > (outcomes[most] ?? 0) ? next : most)),
    outcomes,
    features: each((key) => spreadOf(joint.flatMap(({ features }) => features[key] ?? []))),
    changes: each((key) => spreadOf(changesOf(arm, key))),
    chargesPcPf: Object.fromEntries(
      plan.model.currents.map((name): [string, Spread | null] => [name, spreadOf(joint.flatMap((cell) => cell.chargesPcPf?.[name] ?? []))]),
    ),
    apd90Shares: sharesOf(changesOf('twin', 'apd90Ms'), changesOf('drug', 'apd90Ms'), changesOf('joint', 'apd90Ms')),
    twin: { outcome: twin.outcome, features: twin.features, cycleVariation: twin.cycleVariation, chargesPcPf: twin.chargesPcPf },
    cells: joint.map(({ outcome, features }) => ({ outcome, apd90Ms: features.apd90Ms, cycleLengthMs: features.cycleLengthMs })),
    beat: twin.beat === null ? null : Array.from(twin.beat.voltageMv, hundredth),
    currents:
      twin.beat?.currents == null
        ? null
        : Object.fromEntries(Object.entries(twin.beat.currents).map(([name, values]) => [name, Array.from(values, thousandth)])),
    band: bandOf(joint.flatMap(({ beat }) => (beat === null ? [] : [beat.voltageMv]))),
  };
}

function sharesOfOutcomes(cells: readonly SweptCell[]): Partial<Record<SweepOutcome, number>> {
  const outcomes: Partial<Record<SweepOutcome, number>> = {};
  for (const word of SWEEP_OUTCOMES) {
    const count = cells.filter(({ outcome }) => outcome === word).length;
    if (count > 0) outcomes[word] = count / cells.length;
  }
  return outcomes;
}

/** Median and central 90 % at each moment of the aligned beats. */
function bandOf(beats: readonly Float32Array[]): SweepLevel['band'] {
  if (beats.length < LEAST_CELLS) return null;
  const sorted = Array.from({ length: BEAT_POINTS }, (_, i) => Float64Array.from(beats, (beat) => beat[i] as number).sort());
  const at = (share: number): number[] => sorted.map((values) => hundredth(quantileOfSorted(values, share) ?? NaN));
  return { median: at(0.5), low: at(0.05), high: at(0.95) };
}

function hundredth(value: number): number {
  return Math.round(100 * value) / 100;
}

function thousandth(value: number): number {
  return Math.round(1000 * value) / 1000;
}

function sharesOf(twin: readonly number[], drug: readonly number[], joint: readonly number[]): SweepLevel['apd90Shares'] {
  if (Math.min(twin.length, drug.length, joint.length) < LEAST_CELLS) return null;
  const [a, b, total] = [variance(twin), variance(drug), variance(joint)];
  const whole = Math.max(total, a + b);
  return whole === 0 ? null : { twin: a / whole, drug: b / whole, both: (whole - a - b) / whole };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
