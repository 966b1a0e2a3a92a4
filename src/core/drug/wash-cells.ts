import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import { calciumTransient, chargesOf } from './cycle-measures.ts';
import type { Observed, Span } from './observe-lanes.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { intervalCount, readWash } from './wash-intervals.ts';
import { washLanes, type WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';
import type { CycleCurrents, WashedCell } from './washed-cell.ts';

/** Runs cells through a time course, four at once. The result of a cell does not depend on its neighbours. */
export function washCells(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedCell[] {
  const cells: WashedCell[] = [];
  for (let i = 0; i < inputs.length; i += LANES) {
    const group = inputs.slice(i, i + LANES);
    const lanes = washLanes(kernel, group, condition, wash);
    const read = lanes.voltagesMv.map((voltageMv) => readWash(voltageMv, condition, wash));
    const currentsOf = (spans: readonly (Span | null)[]): CycleCurrents[] =>
      lanes.observe(spans).map((observed, lane) => cycleCurrents(observed, spans[lane] ?? null, kernel.model));
    const ofIntervals = Array.from({ length: intervalCount(wash) }, (_, at) =>
      currentsOf(read.map(({ intervals }) => intervals[at]?.cycle ?? null)),
    );
    const wanted = read.map(({ cycles }, lane) => (group[lane]?.everyBeat === true ? cycles : []));
    const ofBeats = Array.from({ length: Math.max(...wanted.map(({ length }) => length)) }, (_, at) =>
      currentsOf(wanted.map((cycles) => cycles[at] ?? null)),
    );
    read.forEach(({ intervals, beats, events }, lane) =>
      cells.push({
        intervals: intervals.map(({ outcome, features }, at) => {
          const { chargesPcPf, ...calcium } = ofIntervals[at]?.[lane] ?? NONE;
          return { outcome, features: { ...features, ...calcium }, chargesPcPf };
        }),
        beats: group[lane]?.everyBeat === true ? beats.map((beat, at) => ({ ...beat, ...(ofBeats[at]?.[lane] ?? NONE) })) : beats,
        events,
      }),
    );
  }
  return cells;
}

const NONE: CycleCurrents = { calciumAmplitudeNm: null, calciumDecayMs: null, chargesPcPf: null };

function cycleCurrents(observed: Observed | null, cycle: Span | null, model: CellModel): CycleCurrents {
  if (observed === null || cycle === null) return NONE;
  const { amplitudeNm, decayMs } = calciumTransient(observed, cycle);
  return { calciumAmplitudeNm: amplitudeNm, calciumDecayMs: decayMs, chargesPcPf: chargesOf(observed, cycle, model) };
}
