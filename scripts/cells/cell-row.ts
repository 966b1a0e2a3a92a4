import { analyseBeats } from '../../src/core/beat/beats.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import type { Spread } from '../../src/core/twin/ensemble-beat.ts';

/** A recorded cell beside its twin, both with the seal leak. */
export interface CellRow {
  readonly seed: number;
  readonly recording: number;
  readonly recorded: Beat;
  readonly twin: Beat;
  /** Central 90 % of the ensemble's cycle lengths, ms; null: it does not beat. */
  readonly range: Spread | null;
  readonly chi2: number;
  readonly alarms: readonly string[];
  /** The twin does as the cell, and its cycle length is in the range or within 5 %. */
  readonly belongs: boolean;
}

interface Beat {
  readonly outcome: Twin['beat']['outcome'];
  readonly cycleLengthMs: number | null;
  readonly apd90Ms: number | null;
  readonly mdpMv: number | null;
}

const NEAR = 0.05;

/** @param free potential right after the clamp, mV */
export function recordedOutcome(
  seed: number,
  recording: number,
  free: { readonly voltageMv: ArrayLike<number> },
  { sampleRateHz }: { readonly sampleRateHz: number },
  twin: Twin,
): CellRow {
  const recorded = beatOf(analyseBeats(free.voltageMv, 1000 / sampleRateHz));
  const own = beatOf(twin.beatWithLeak ?? twin.beat);
  const range = (twin.ensemble?.beatWithLeak ?? twin.ensemble?.beat)?.features.cycleLengthMs ?? null;
  return {
    seed,
    recording,
    recorded,
    twin: own,
    range,
    chi2: twin.fit.chi2PerSample,
    alarms: twin.alarms,
    belongs: own.outcome === recorded.outcome && agrees(recorded.cycleLengthMs, own.cycleLengthMs, range),
  };
}

function agrees(recordedMs: number | null, twinMs: number | null, range: Spread | null): boolean {
  if (recordedMs === null || twinMs === null) return recordedMs === twinMs;
  return (range !== null && recordedMs >= range.low && recordedMs <= range.high) || Math.abs(twinMs / recordedMs - 1) <= NEAR;
}

function beatOf({ outcome, features }: Pick<Twin['beat'], 'outcome' | 'features'>): Beat {
  const { cycleLengthMs, apd90Ms, mdpMv } = features;
  return { outcome, cycleLengthMs, apd90Ms, mdpMv };
}
