import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { calciumTransient, chargesOf } from './cycle-measures.ts';
import type { Observed } from './observe-lanes.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { readWash, type ReadInterval } from './wash-intervals.ts';
import { washLanes, type WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';
import type { WashedCell, WashInterval } from './washed-cell.ts';

/** Runs cells through a time course, four at once. The result of a cell does not depend on its neighbours. */
export function washCells(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedCell[] {
  const lanes = washLanes(kernel, inputs, condition, wash);
  const read = lanes.voltagesMv.map((voltageMv) => readWash(voltageMv, condition, wash));
  const cells = read.map(({ intervals, beats, events }) => ({
    intervals: intervals.map((interval) => withCurrents(interval, null, kernel.model)),
    beats,
    events,
  }));
  const wishes = read.flatMap(({ intervals }, cell) =>
    intervals.flatMap((interval, at) => (interval.cycle === null ? [] : [{ cell, at, interval, span: interval.cycle }])),
  );
  lanes.observe(wishes, (wish, observed) => {
    const { cell, at, interval } = wishes[wish] as (typeof wishes)[number];
    (cells[cell] as (typeof cells)[number]).intervals[at] = withCurrents(interval, observed, kernel.model);
  });
  return cells;
}

function withCurrents({ outcome, features, cycle }: ReadInterval, observed: Observed | null, model: CellModel): WashInterval {
  const known = cycle !== null && observed !== null;
  const calcium = known ? calciumTransient(observed, cycle) : null;
  return {
    outcome,
    features: { ...features, calciumAmplitudeNm: calcium?.amplitudeNm ?? null, calciumDecayMs: calcium?.decayMs ?? null },
    chargesPcPf: known ? chargesOf(observed, cycle, model) : null,
  };
}
