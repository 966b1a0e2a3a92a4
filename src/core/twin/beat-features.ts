import type { ApFeatures } from './twin.ts';

/** The features of an action potential in the order of every table. */
export const BEAT_FEATURES = [
  { key: 'cycleLengthMs', label: 'Cycle length', unit: 'ms', digits: 0, relative: true },
  { key: 'apd50Ms', label: 'APD50', unit: 'ms', digits: 0, relative: true },
  { key: 'apd90Ms', label: 'APD90', unit: 'ms', digits: 0, relative: true },
  { key: 'mdpMv', label: 'MDP', unit: 'mV', digits: 1, relative: false },
  { key: 'peakMv', label: 'Peak', unit: 'mV', digits: 1, relative: false },
  { key: 'dvdtMaxVs', label: 'dV/dt max', unit: 'V/s', digits: 1, relative: true },
] as const satisfies readonly { key: keyof ApFeatures; label: string; unit: string; digits: number; relative: boolean }[];
