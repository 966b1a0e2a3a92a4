import { SERIES_FEATURES } from '../beat/beat-series.ts';
import type { SweepOutcome } from './sweep-outcome.ts';

/** What is measured of a cell: means over its beats, and of its last full cycle the calcium transient. */
export const SWEEP_FEATURES = [...SERIES_FEATURES, 'calciumAmplitudeNm', 'calciumDecayMs', 's2Apd90Ms'] as const;
export type SweepFeature = (typeof SWEEP_FEATURES)[number];

/** Name, unit and digits of each feature, for tables and figures. */
export const FEATURE_WORDS: Readonly<Record<SweepFeature, readonly [name: string, unit: string, digits: number]>> = {
  cycleLengthMs: ['Cycle length', 'ms', 0],
  apd30Ms: ['APD30', 'ms', 0],
  apd50Ms: ['APD50', 'ms', 0],
  apd80Ms: ['APD80', 'ms', 0],
  apd90Ms: ['APD90', 'ms', 0],
  triangulationMs: ['Triangulation (APD90 - APD30)', 'ms', 0],
  mdpMv: ['MDP', 'mV', 1],
  peakMv: ['Peak', 'mV', 1],
  amplitudeMv: ['Amplitude', 'mV', 1],
  dvdtMaxVs: ['dV/dt max', 'V/s', 1],
  diastolicSlopeMvS: ['Diastolic slope', 'mV/s', 1],
  calciumAmplitudeNm: ['Calcium transient', 'nM', 0],
  calciumDecayMs: ['Decay of calcium to 1/e', 'ms', 0],
  s2Apd90Ms: ['APD90 after S2', 'ms', 0],
};

/** The last second of a cell, from 60 ms before its last full beat, every 2 ms. */
export interface SweptBeat {
  readonly voltageMv: Float32Array;
  /** A/F, of each current, means over the interval; absent where only the potential was asked for. */
  readonly currents: Readonly<Record<string, Float32Array>> | null;
}
export const BEAT_START_MS = -60;
export const BEAT_DT_MS = 2;
export const BEAT_POINTS = 500;

/** One cell of a sweep: means over its beats, null where it has none. */
export interface SweptCell {
  readonly outcome: SweepOutcome;
  readonly features: Readonly<Record<SweepFeature, number | null>>;
  /** SD of the cycle length over its mean. */
  readonly cycleVariation: number | null;
  /** Net charge of each current over the last full cycle, pC/pF; null where the cell has none. */
  readonly chargesPcPf: Readonly<Record<string, number>> | null;
  readonly beat: SweptBeat | null;
}
