import type { TwinBeat } from '../state/appState.ts';

export type FeatureKey = keyof TwinBeat['features'];

interface FeatureLook {
  readonly key: FeatureKey;
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
  /** A difference of a potential is given in mV only: a percentage of a potential is meaningless. */
  readonly percent: boolean;
}

export const FEATURES: readonly FeatureLook[] = [
  { key: 'cycleLengthMs', label: 'Cycle length', unit: 'ms', digits: 1, percent: true },
  { key: 'apd50Ms', label: 'APD50', unit: 'ms', digits: 1, percent: true },
  { key: 'apd90Ms', label: 'APD90', unit: 'ms', digits: 1, percent: true },
  { key: 'mdpMv', label: 'MDP', unit: 'mV', digits: 2, percent: false },
  { key: 'peakMv', label: 'Peak', unit: 'mV', digits: 2, percent: false },
  { key: 'dvdtMaxVs', label: 'dV/dt max', unit: 'V/s', digits: 1, percent: true },
  { key: 'beats', label: 'Beats', unit: '', digits: 0, percent: false },
];

/** The words of files and tables, with what is missing. */
export const OUTCOME_WORD: Readonly<Record<TwinBeat['outcome'], string>> = {
  beating: 'beating',
  irregular: 'irregular',
  quiescent: 'quiescent (no beat)',
  depolarised: 'depolarised (no beat)',
  oscillating: 'oscillating (no beat)',
};

export function percentChange(from: number | null, to: number | null): number | null {
  return from === null || to === null || from === 0 ? null : (100 * (to - from)) / from;
}
