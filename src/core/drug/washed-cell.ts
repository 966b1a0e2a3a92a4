import type { SweepOutcome } from './sweep-outcome.ts';

/** What is measured of every beat of a wash-in. */
export const WASH_BEAT_FEATURES = ['cycleLengthMs', 'apd50Ms', 'apd90Ms', 'triangulationMs', 'mdpMv', 'peakMv', 'dvdtMaxVs'] as const;
export type WashBeatFeature = (typeof WASH_BEAT_FEATURES)[number];
export type WashBeatMeasures = Readonly<Record<WashBeatFeature, number | null>>;

/** What is followed over the time of a wash-in: means over the beats of an interval, and the calcium transient of its last full cycle. */
export const WASH_FEATURES = [...WASH_BEAT_FEATURES, 'calciumAmplitudeNm', 'calciumDecayMs'] as const;
export type WashFeature = (typeof WASH_FEATURES)[number];
export type WashMeasures = Readonly<Record<WashFeature, number | null>>;

/** One beat of the twin. */
export interface WashBeat extends WashBeatMeasures {
  /** Time of its upstroke, s of the record. */
  readonly atS: number;
}

/** Calcium transient and net charges of one cycle. */
export interface CycleCurrents {
  /** nM, and ms from the peak to 1/e of it. */
  readonly calciumAmplitudeNm: number | null;
  readonly calciumDecayMs: number | null;
  /** Of each current, pC/pF, outward positive. */
  readonly chargesPcPf: Readonly<Record<string, number>> | null;
}

/** A beat with what flowed from its upstroke to the next one; null where no other follows. */
export type BeatWithCurrents = WashBeat & CycleCurrents;

/** From here on a cell does something else. */
export interface WashEvent {
  /** Where beats end, the last upstroke; where they begin again, the first; else the start of the interval. */
  readonly atS: number;
  /** In the bath then. */
  readonly nM: number;
  readonly outcome: SweepOutcome;
}

export interface WashInterval {
  readonly outcome: SweepOutcome;
  readonly features: WashMeasures;
  /** Net charge of each current over its last full cycle, pC/pF; null where the cell has none. */
  readonly chargesPcPf: Readonly<Record<string, number>> | null;
}

/** A cell over time, in equal intervals. */
export interface WashedCell {
  readonly intervals: readonly WashInterval[];
  readonly events: readonly WashEvent[];
  /** With their currents and calcium where they were asked for. */
  readonly beats: readonly (WashBeat | BeatWithCurrents)[];
}

/** Outcomes of a cell that has no action potentials. */
const ARRESTS: readonly SweepOutcome[] = ['depolarised', 'quiescent', 'oscillating', 'diverged'];

/** Whether a cell that does so has no action potential. */
export function isArrest(outcome: SweepOutcome): boolean {
  return ARRESTS.includes(outcome);
}
