import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { FAST_LIMITS, simulateFree } from '../simulate/reference-free.ts';
import { analyseBeats } from './beats.ts';
import type { BeatTrace } from './beat-trace.ts';

/** Settling before the record, s: sodium and potassium drift for a minute and more. */
export const SETTLE_S = 100;
export const BEAT_SECONDS = 10;
const TRACE_DT_MS = 1;

/** Spontaneous beating of a cell: settled for 100 s, then 10 s of record. */
export function simulateBeat(
  values: Float64Array,
  settleS: number = SETTLE_S,
  seconds: number = BEAT_SECONDS,
  model: CellModel = DEFAULT_CELL,
): BeatTrace {
  const free = simulateFree(values, { settleS, seconds, outputDtMs: TRACE_DT_MS, limits: FAST_LIMITS, model });
  const { outcome, features } = analyseBeats(free.voltageMv, TRACE_DT_MS);
  return {
    outcome,
    // The steps see the upstroke finer than the trace does.
    features: { ...features, dvdtMaxVs: features.dvdtMaxVs === null ? null : free.dvdtMaxVs },
    dtMs: TRACE_DT_MS,
    voltageMv: Array.from(free.voltageMv, (v) => Math.round(v * 1000) / 1000),
  };
}
