import { beatSeries, SERIES_FEATURES, type SeriesFeature } from '../beat/beat-series.ts';
import { BEAT_SECONDS, SETTLE_S } from '../beat/simulate-beat.ts';
import type { CellModel } from '../cell/cell-model.ts';
import { simulateFreeLanes } from '../experiment/free-simulator.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import { sweepOutcome, type SweepOutcome } from './sweep-outcome.ts';

/** Conditions of an experiment on cells. */
export interface SweepCondition {
  /** Stimulated every so many ms; null: free running. */
  readonly paceMs: number | null;
  /** Inward rectifier added by dynamic clamp; 1 is an adult cell, 0 none. */
  readonly ik1: number;
  /** Seal leak in place, nS/pF; 0: sealed off. */
  readonly leakNsPf: number;
  /** Time before the record, and the record, s. */
  readonly settleS: number;
  readonly seconds: number;
}

/** Paced cells follow their stimulus within this time; free ones settle as a twin does, s. */
const PACED_SETTLE_S = 20;

export function sweepTimes(paceMs: number | null): Pick<SweepCondition, 'settleS' | 'seconds'> {
  return { settleS: paceMs === null ? SETTLE_S : PACED_SETTLE_S, seconds: BEAT_SECONDS };
}

/** Stimulus of a paced cell: 2 ms of 20 A/F, as `simulate ap` has it. */
const STIMULUS = { durationMs: 2, amplitude: 20 } as const;
/** Interval of the trace, ms: an upstroke is read over two of them. */
const TRACE_DT_MS = 0.5;

/** One cell of a sweep: means over its beats, null where it has none. */
export interface SweptCell {
  readonly outcome: SweepOutcome;
  readonly features: Readonly<Record<SeriesFeature, number | null>>;
  /** SD of the cycle length over its mean. */
  readonly cycleVariation: number | null;
}

/** Values of a cell in these conditions. */
export function inCondition(values: Float64Array, { ik1, leakNsPf }: SweepCondition, model: CellModel): Float64Array {
  const result = values.slice();
  result[model.index('dynamicClamp.IK1')] = ik1;
  result[model.index('leak.g')] = leakNsPf;
  return result;
}

/**
 * Runs cells free or paced, four at once, and measures every beat of the record. The result of a cell does not depend on its neighbours.
 * @param cells values of the model, with the drug and the condition applied
 */
export function sweepCells(kernel: PopulationKernel, cells: readonly Float64Array[], condition: SweepCondition): SweptCell[] {
  const { paceMs, settleS, seconds } = condition;
  const results: SweptCell[] = [];
  for (let i = 0; i < cells.length; i += LANES) {
    const { voltageMv } = simulateFreeLanes(kernel, cells.slice(i, i + LANES), {
      settleS,
      seconds,
      outputDtMs: TRACE_DT_MS,
      ...(paceMs === null ? {} : { pacing: { periodMs: paceMs, ...STIMULUS } }),
    });
    results.push(...voltageMv.map((trace) => measured(trace, stimuliOf(condition))));
  }
  return results;
}

const NONE = Object.fromEntries(SERIES_FEATURES.map((key) => [key, null])) as SweptCell['features'];

type RecordedStimuli = Parameters<typeof sweepOutcome>[1];

/** The first stimulus is at the start of the settling time. */
function stimuliOf({ paceMs, settleS, seconds }: SweepCondition): RecordedStimuli {
  if (paceMs === null) return null;
  const firstMs = Math.ceil((1000 * settleS) / paceMs) * paceMs - 1000 * settleS;
  return { firstMs, periodMs: paceMs, count: Math.floor((1000 * seconds - firstMs) / paceMs) };
}

function measured(trace: Float32Array, stimuli: RecordedStimuli): SweptCell {
  if (!trace.every(Number.isFinite)) return { outcome: 'diverged', features: NONE, cycleVariation: null };
  const series = beatSeries(trace, TRACE_DT_MS, stimuli);
  const { cycleLengthMs: cycle } = series.statistics;
  const means = SERIES_FEATURES.map((key) => [key, series.statistics[key]?.mean ?? null] as const);
  const { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } = series.features;
  const slow = series.beats.length === 0 ? { mdpMv, peakMv, cycleLengthMs, dvdtMaxVs } : {};
  return {
    outcome: sweepOutcome(series, stimuli),
    // A cell at rest has its resting potential, an oscillation its peak, trough and period.
    features: { ...(Object.fromEntries(means) as SweptCell['features']), ...slow },
    cycleVariation: cycle === null || cycle.sd === null ? null : cycle.sd / cycle.mean,
  };
}
