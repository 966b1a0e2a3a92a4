import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { calciumTransient, chargesOf } from './cycle-measures.ts';
import type { Observed } from './observe-lanes.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { intervalCount, readWash, type ReadInterval } from './wash-intervals.ts';
import { washLanes, type WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';
import type { WashedCell, WashInterval } from './washed-cell.ts';

/** Runs cells through a time course, four at once. The result of a cell does not depend on its neighbours. */
export function washCells(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedCell[] {
  const cells: WashedCell[] = [];
  for (let i = 0; i < inputs.length; i += LANES) {
    const lanes = washLanes(kernel, inputs.slice(i, i + LANES), condition, wash);
    const read = lanes.voltagesMv.map((voltageMv) => readWash(voltageMv, condition, wash));
    const observed = Array.from({ length: intervalCount(wash) }, (_, at) =>
      lanes.observe(read.map(({ intervals }) => intervals[at]?.cycle ?? null)),
    );
    read.forEach(({ intervals, beats, events }, lane) =>
      cells.push({
        intervals: intervals.map((interval, at) => withCurrents(interval, observed[at]?.[lane] ?? null, kernel.model)),
        beats,
        events,
      }),
    );
  }
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
