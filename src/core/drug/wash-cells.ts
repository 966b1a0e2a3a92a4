import type { CellModel } from '../cell/cell-model.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { calciumTransient, chargesOf } from './cycle-measures.ts';
import type { Observed, Span } from './observe-lanes.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { readWash } from './wash-intervals.ts';
import { washLanes, type WashedInput } from './wash-record.ts';
import type { Wash } from './wash.ts';
import type { CycleCurrents, WashedCell } from './washed-cell.ts';

/** Runs cells through a time course, four at once. The result of a cell does not depend on its neighbours. */
export function washCells(kernel: PopulationKernel, inputs: readonly WashedInput[], condition: SweepCondition, wash: Wash): WashedCell[] {
  const lanes = washLanes(kernel, inputs, condition, wash);
  const read = lanes.voltagesMv.map((voltageMv) => readWash(voltageMv, condition, wash));
  const currents = read.map(({ intervals, cycles }) => ({ intervals: intervals.map(() => NONE), beats: cycles.map(() => NONE) }));
  const wishes = read.flatMap(({ intervals, cycles }, cell) => [
    ...wished(
      cell,
      'intervals',
      intervals.map(({ cycle }) => cycle),
    ),
    ...(inputs[cell]?.everyBeat === true ? wished(cell, 'beats', cycles) : []),
  ]);
  lanes.observe(wishes, (wish, observed) => {
    const { cell, of, at, span } = wishes[wish] as CurrentsWish;
    (currents[cell] as (typeof currents)[number])[of][at] = cycleCurrents(observed, span, kernel.model);
  });
  return read.map(({ intervals, beats, events }, cell) => {
    const { intervals: ofIntervals, beats: ofBeats } = currents[cell] as (typeof currents)[number];
    return {
      intervals: intervals.map(({ outcome, features }, at) => {
        const { chargesPcPf, ...calcium } = ofIntervals[at] ?? NONE;
        return { outcome, features: { ...features, ...calcium }, chargesPcPf };
      }),
      beats: inputs[cell]?.everyBeat === true ? beats.map((beat, at) => ({ ...beat, ...(ofBeats[at] ?? NONE) })) : beats,
      events,
    };
  });
}

const NONE: CycleCurrents = { calciumAmplitudeNm: null, calciumDecayMs: null, chargesPcPf: null };

/** A cycle whose currents and calcium are wanted, and for which interval or beat of which cell. */
interface CurrentsWish {
  readonly cell: number;
  readonly of: 'intervals' | 'beats';
  readonly at: number;
  readonly span: Span;
}

function wished(cell: number, of: CurrentsWish['of'], cycles: readonly (Span | null)[]): CurrentsWish[] {
  return cycles.flatMap((span, at) => (span === null ? [] : [{ cell, of, at, span }]));
}

function cycleCurrents(observed: Observed, cycle: Span, model: CellModel): CycleCurrents {
  const { amplitudeNm, decayMs } = calciumTransient(observed, cycle);
  return { calciumAmplitudeNm: amplitudeNm, calciumDecayMs: decayMs, chargesPcPf: chargesOf(observed, cycle, model) };
}
