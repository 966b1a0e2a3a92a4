import { analyseBeats } from '../../src/core/beat/beats.ts';
import { againstTruth, type AgainstTruth } from '../../src/core/twin/against-truth.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import type { Spread } from '../../src/core/twin/ensemble-beat.ts';

/** A recorded cell beside its twin, both with the seal leak. */
export interface CellRow {
  readonly seed: number;
  readonly recording: number;
  readonly sampleRateHz: number;
  readonly recorded: Beat;
  readonly twin: Beat;
  /** Central 90 % of the ensemble's cycle lengths, ms; null: it does not beat. */
  readonly range: Spread | null;
  readonly chi2: number;
  readonly alarms: readonly string[];
  /** The twin does as the cell, and its cycle length is in the range or within 5 %. */
  readonly belongs: boolean;
  /** Its intervals against what was drawn for the cell. */
  readonly truth: AgainstTruth;
  /** Time in which the network alone made a twin, s; null: there is no network for the protocol. */
  readonly networkS: number | null;
}

interface Beat {
  readonly outcome: Twin['beat']['outcome'];
  readonly cycleLengthMs: number | null;
  readonly apd90Ms: number | null;
  readonly mdpMv: number | null;
}

const NEAR = 0.05;

/** What a script knows beside the session. */
export interface Beside {
  readonly seed: number;
  readonly recording: number;
  /** Multipliers of the true cell. */
  readonly multipliers: readonly number[];
  readonly networkS: number | null;
}

/** @param free potential right after the clamp, mV */
export function recordedOutcome(
  { multipliers, ...beside }: Beside,
  free: { readonly voltageMv: ArrayLike<number> },
  { sampleRateHz }: { readonly sampleRateHz: number },
  twin: Twin,
): CellRow {
  const recorded = beatOf(analyseBeats(free.voltageMv, 1000 / sampleRateHz));
  const own = beatOf(twin.beatWithLeak ?? twin.beat);
  const range = (twin.ensemble?.beatWithLeak ?? twin.ensemble?.beat)?.features.cycleLengthMs ?? null;
  return {
    ...beside,
    sampleRateHz,
    recorded,
    twin: own,
    range,
    chi2: twin.fit.chi2PerSample,
    alarms: twin.alarms,
    truth: againstTruth(twin, multipliers),
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
