import { beatSeries, SERIES_FEATURES, type BeatSeries } from '../beat/beat-series.ts';
import { analysePrepared } from '../beat/beats.ts';
import { measureBeat } from '../beat/measure-beat.ts';
import { prepareTrace } from '../beat/prepared-trace.ts';
import type { CellModel } from '../cell/cell-model.ts';
import type { FreeLimits, PopulationKernel } from '../simulate/kernel.ts';
import { beatCurrents, beatPotential, beatSpan, calciumTransient, chargesOf, currentsSpan, lastCycle } from './cycle-measures.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import { observationWish, observeLanes, type ObservationWish, type Observed, type Span } from './observe-lanes.ts';
import { recordLanes, type LaneRun } from './record-lanes.ts';
import { courseOfS2, stimuliOf, type RecordedStimuli } from './recorded-stimuli.ts';
import type { SweepCondition } from './sweep-condition.ts';
import { sweepOutcome } from './sweep-outcome.ts';
import { SWEEP_FEATURES, type SweptCell } from './swept-cell.ts';

/** What of a cell's last beat is given back. */
export type BeatWish = 'none' | 'potential' | 'currents';

/**
 * Runs cells free or paced, four at once, and measures every beat of the record. The result of a cell does not depend on its neighbours.
 * @param cells values of the model, with the drug and the condition applied
 */
export function sweepCells(
  kernel: PopulationKernel,
  cells: readonly Float64Array[],
  condition: SweepCondition,
  wish: readonly BeatWish[] = [],
  limits?: FreeLimits,
): SweptCell[] {
  const run: LaneRun = { cells, condition, course: courseOfS2(condition), limits };
  const results: SweptCell[] = cells.map(() => DIVERGED);
  const wishes: ObservationWish[] = [];
  const readings: Reading[] = [];
  recordLanes(kernel, run, (cell, { voltageMv, marks }) => {
    const reading = readPotential(voltageMv, stimuliOf(condition), wish[cell] ?? 'none');
    if (reading === null) return;
    results[cell] = reading.cell;
    if (reading.wanted === null) return;
    wishes.push(observationWish(cell, marks, reading.wanted));
    readings.push(reading);
  });
  observeLanes(kernel, run, wishes, (at, observed) => {
    const { cell } = wishes[at] as ObservationWish;
    results[cell] = withObserved(readings[at] as Reading, observed, kernel.model);
  });
  return results;
}

const NONE = Object.fromEntries(SWEEP_FEATURES.map((key) => [key, null])) as SweptCell['features'];
const DIVERGED: SweptCell = { outcome: 'diverged', features: NONE, cycleVariation: null, chargesPcPf: null, beat: null };

/** What a record of the potential says, and of which part the currents and calcium are wanted. */
interface Reading {
  /** Without its calcium, charges and currents. */
  readonly cell: SweptCell;
  readonly cycle: Span | null;
  /** Where the currents of its beat are wanted. */
  readonly withCurrents: Span | null;
  readonly wanted: Span | null;
}

/** What a record of the potential alone says of a cell. @param voltageMv every RECORD_DT_MS */
export function recordedPotential(voltageMv: Float64Array, condition: SweepCondition): SweptCell {
  return readPotential(voltageMv, stimuliOf(condition), 'none')?.cell ?? DIVERGED;
}

/** @returns null of a cell that diverged: it is NaN from there to its end */
function readPotential(voltageMv: Float64Array, stimuli: RecordedStimuli | null, wish: BeatWish): Reading | null {
  if (!Number.isFinite(voltageMv.at(-1))) return null;
  const s2 = stimuli?.s2 ?? null;
  // The beat of the last stimulus before S2 is cut off with S2: means are those of the train.
  const train = s2 === null ? voltageMv : voltageMv.subarray(0, Math.round(s2.lastMs / RECORD_DT_MS));
  const series = beatSeries(train, RECORD_DT_MS, stimuli);
  const { cycleLengthMs } = series.statistics;
  const cycle = lastCycle(series.upstrokesMs);
  const beat = wish === 'none' ? null : beatSpan(voltageMv, cycle);
  const withCurrents = wish === 'currents' ? beat : null;
  return {
    cell: {
      outcome: sweepOutcome(series, stimuli === null ? null : { ...stimuli, count: stimuli.count - (s2 === null ? 0 : 1) }),
      features: { ...potentialFeatures(series), s2Apd90Ms: s2 === null ? null : apd90AfterS2(voltageMv, s2) },
      cycleVariation: cycleLengthMs === null || cycleLengthMs.sd === null ? null : cycleLengthMs.sd / cycleLengthMs.mean,
      chargesPcPf: null,
      beat: beat === null ? null : { voltageMv: beatPotential(voltageMv, beat), currents: null },
    },
    cycle,
    withCurrents,
    wanted: spanOf([cycle, withCurrents === null ? null : currentsSpan(withCurrents)]),
  };
}

function potentialFeatures(series: BeatSeries): SweptCell['features'] {
  const means = Object.fromEntries(SERIES_FEATURES.map((key) => [key, series.statistics[key]?.mean ?? null]));
  const { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } = series.features;
  // A cell at rest has its resting potential, an oscillation its peak, trough and period.
  return { ...NONE, ...means, ...(series.beats.length === 0 ? { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } : {}) };
}

/** From the earliest start to the latest end. */
function spanOf(parts: readonly (Span | null)[]): Span | null {
  const some = parts.filter((part) => part !== null);
  return some.length === 0 ? null : [Math.min(...some.map(([from]) => from)), Math.max(...some.map(([, to]) => to))];
}

function withObserved({ cell, cycle, withCurrents }: Reading, observed: Observed, model: CellModel): SweptCell {
  const calcium = cycle === null ? null : calciumTransient(observed, cycle);
  return {
    ...cell,
    features: { ...cell.features, calciumAmplitudeNm: calcium?.amplitudeNm ?? null, calciumDecayMs: calcium?.decayMs ?? null },
    chargesPcPf: cycle === null ? null : chargesOf(observed, cycle, model),
    beat: cell.beat === null || withCurrents === null ? cell.beat : { ...cell.beat, currents: beatCurrents(withCurrents, observed, model) },
  };
}

/** S2 captures within this time, ms. */
const CAPTURE_MS = 60;
/** The beat before is kept, as upstrokes are found by their neighbours. */
const BEFORE_MS = 100;

/** APD90 of the beat that S2 starts; null where it starts none, or has not repolarised at the end of the record. */
function apd90AfterS2(voltageMv: Float64Array, { lastMs, atMs }: NonNullable<RecordedStimuli['s2']>): number | null {
  const from = Math.max(0, Math.round((lastMs - BEFORE_MS) / RECORD_DT_MS));
  const prepared = prepareTrace(voltageMv.subarray(from), RECORD_DT_MS);
  const { upstrokes } = analysePrepared(prepared);
  const upstroke = upstrokes.find((sample) => {
    const since = (sample + from) * RECORD_DT_MS - atMs;
    return since >= -1 && since <= CAPTURE_MS;
  });
  if (upstroke === undefined) return null;
  // No upstroke need follow it: it ends with the record.
  const beat = measureBeat(prepared, upstroke, upstrokes.find((sample) => sample > upstroke) ?? prepared.trace.length - 1);
  return beat.repolarised ? beat.apd90Ms : null;
}
