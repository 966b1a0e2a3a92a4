import { spreadOf } from '../twin/ensemble.ts';
import { changeWithin } from './change-within.ts';
import { SWEEP_OUTCOMES, type SweepOutcome } from './sweep-outcome.ts';
import { intervalS } from './wash-intervals.ts';
import type { WashPlan } from './wash-plan.ts';
import type { WashResult } from './wash-schema.ts';
import { concentrationAt } from './wash.ts';
import { isArrest, WASH_FEATURES, type WashedCell, type WashEvent, type WashFeature } from './washed-cell.ts';

/**
 * Result of a time course once the twin itself is known; of a run that goes on the bands are of the cells so far.
 * @param cells results in the order of the plan's runs, undefined where not yet simulated
 */
export function summariseWash(plan: WashPlan, cells: readonly (WashedCell | undefined)[]): WashResult | null {
  const [twin, ...rest] = cells;
  if (twin === undefined) return null;
  const drawn = rest.filter((cell) => cell !== undefined);
  const joint = drawn.length > 0 ? drawn : [twin];
  const { wash } = plan;
  const length = intervalS(wash);
  const controls = joint.map((cell) => controlOf(cell, firstFlowS(plan), length));
  return {
    intervalS: length,
    intervals: twin.intervals.map((_, i) => {
      const at = joint.map(({ intervals }) => intervals[i]);
      const values = (key: WashFeature): number[] => at.flatMap((interval) => interval?.features[key] ?? []);
      const changes = (key: WashFeature): number[] =>
        at.flatMap((interval, cell) => changeWithin(controls[cell]?.[key], interval?.features[key]));
      const each = (of: (key: WashFeature) => number[]): WashResult['intervals'][number]['features'] =>
        Object.fromEntries(WASH_FEATURES.map((key) => [key, spreadOf(of(key))]));
      return {
        fromS: i * length,
        nM: concentrationAt(wash, Math.min(wash.endS, (i + 0.5) * length)),
        outcomes: sharesOf(at.flatMap((interval) => interval?.outcome ?? [])),
        features: each(values),
        changes: each(changes),
        chargesPcPf: Object.fromEntries(
          plan.model.currents.map((name) => [name, spreadOf(at.flatMap((interval) => interval?.chargesPcPf?.[name] ?? []))]),
        ),
      };
    }),
    twin: {
      beats: [...twin.beats],
      outcomes: twin.intervals.map(({ outcome }) => outcome),
      events: [...twin.events],
    },
    cells: joint.map(({ intervals, events }) => ({
      outcomes: intervals.map(({ outcome }) => SWEEP_OUTCOMES.indexOf(outcome)),
      events: [...events],
    })),
    stops: stopsOf(joint),
  };
}

/** When the drug begins to flow, s. */
function firstFlowS({ wash }: WashPlan): number {
  return wash.solutions.find(({ nM }) => nM > 0)?.atS ?? wash.endS;
}

/** Means of the intervals before the drug; those that are there have it. */
function controlOf({ intervals }: WashedCell, flowS: number, length: number): Partial<Record<WashFeature, number | null>> {
  const before = intervals.slice(0, Math.floor(flowS / length + 1e-9));
  return Object.fromEntries(
    WASH_FEATURES.map((key) => {
      const values = before.flatMap(({ outcome, features }) => (isArrest(outcome) ? [] : (features[key] ?? [])));
      return [key, values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  );
}

function sharesOf(outcomes: readonly SweepOutcome[]): Partial<Record<SweepOutcome, number>> {
  const shares: Partial<Record<SweepOutcome, number>> = {};
  for (const word of SWEEP_OUTCOMES) {
    const count = outcomes.filter((outcome) => outcome === word).length;
    if (count > 0) shares[word] = count / outcomes.length;
  }
  return shares;
}

/** Of the cells that beat at the start, those that stop. */
function stopsOf(cells: readonly WashedCell[]): WashResult['stops'] {
  const beating = cells.filter(({ intervals }) => intervals[0] !== undefined && !isArrest(intervals[0].outcome));
  const stopped = beating.flatMap(({ events, intervals }) => {
    const stop = firstStop(events);
    return stop === null ? [] : [{ stop, again: !isArrest(intervals.at(-1)?.outcome ?? 'diverged') }];
  });
  return {
    stopped: stopped.length,
    of: beating.length,
    beatAgain: stopped.filter(({ again }) => again).length,
    atS: spreadOf(stopped.map(({ stop }) => stop.atS)),
    nM: spreadOf(stopped.map(({ stop }) => stop.nM)),
  };
}

/** Where a cell first stops beating; null where it does not. */
export function firstStop(events: readonly WashEvent[]): WashEvent | null {
  return events.find(({ outcome }) => isArrest(outcome)) ?? null;
}
