import { beatSeries, SERIES_FEATURES } from '../beat/beat-series.ts';
import { analysePrepared } from '../beat/beats.ts';
import { measureBeat } from '../beat/measure-beat.ts';
import { prepareTrace } from '../beat/prepared-trace.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { calciumTransient, chargesOf, lastCycle, sweptBeat } from './cycle-measures.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import { observeLanes, stimuliOf, type ObservedRecord, type RecordedStimuli } from './observed-record.ts';
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
): SweptCell[] {
  const results: SweptCell[] = [];
  for (let i = 0; i < cells.length; i += LANES) {
    const group = observeLanes(kernel, cells.slice(i, i + LANES), condition);
    group.forEach((record, lane) => results.push(measured(record, stimuliOf(condition), kernel.model, wish[i + lane] ?? 'none')));
  }
  return results;
}

const NONE = Object.fromEntries(SWEEP_FEATURES.map((key) => [key, null])) as SweptCell['features'];

function measured(record: ObservedRecord, stimuli: RecordedStimuli | null, model: CellModel, wish: BeatWish): SweptCell {
  const { voltageMv } = record;
  // A lane that diverged is NaN from there to its end.
  if (!Number.isFinite(voltageMv.at(-1)))
    return { outcome: 'diverged', features: NONE, cycleVariation: null, chargesPcPf: null, beat: null };
  const s2 = stimuli?.s2 ?? null;
  // The beat of the last stimulus before S2 is cut off with S2: means are those of the train.
  const train = s2 === null ? voltageMv : voltageMv.subarray(0, Math.round(s2.lastMs / RECORD_DT_MS));
  const series = beatSeries(train, RECORD_DT_MS, stimuli);
  const { cycleLengthMs: cycle } = series.statistics;
  const means = SERIES_FEATURES.map((key) => [key, series.statistics[key]?.mean ?? null] as const);
  const { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } = series.features;
  const slow = series.beats.length === 0 ? { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } : {};
  const last = lastCycle(record, series.upstrokesMs);
  const calcium = last === null ? null : calciumTransient(record, last);
  return {
    outcome: sweepOutcome(series, stimuli === null ? null : { ...stimuli, count: stimuli.count - (s2 === null ? 0 : 1) }),
    // A cell at rest has its resting potential, an oscillation its peak, trough and period.
    features: {
      ...(Object.fromEntries(means) as SweptCell['features']),
      ...slow,
      calciumAmplitudeNm: calcium?.amplitudeNm ?? null,
      calciumDecayMs: calcium?.decayMs ?? null,
      s2Apd90Ms: s2 === null ? null : apd90AfterS2(voltageMv, s2),
    },
    cycleVariation: cycle === null || cycle.sd === null ? null : cycle.sd / cycle.mean,
    chargesPcPf: last === null ? null : chargesOf(record, last, model),
    beat: wish === 'none' ? null : sweptBeat(record, last, model, wish === 'currents'),
  };
}

/** S2 captures within this time, ms. */
const CAPTURE_MS = 60;
/** The beat before is kept, as upstrokes are found by their neighbours. */
const BEFORE_MS = 100;

/** APD90 of the beat that S2 starts; null where it starts none, or has not repolarised at the end of the record. */
function apd90AfterS2(voltageMv: Float32Array, { lastMs, atMs }: NonNullable<RecordedStimuli['s2']>): number | null {
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
