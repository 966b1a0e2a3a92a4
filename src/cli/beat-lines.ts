import type { EnsembleBeat } from '../core/twin/ensemble.ts';
import type { ApFeatures } from '../core/twin/twin.ts';
import { shown, table } from './table.ts';

/** The features of an action potential in the order in which they are told everywhere. */
export const BEAT_FEATURES = [
  { key: 'cycleLengthMs', label: 'Cycle length', unit: 'ms', digits: 0, relative: true },
  { key: 'apd50Ms', label: 'APD50', unit: 'ms', digits: 0, relative: true },
  { key: 'apd90Ms', label: 'APD90', unit: 'ms', digits: 0, relative: true },
  { key: 'mdpMv', label: 'MDP', unit: 'mV', digits: 1, relative: false },
  { key: 'peakMv', label: 'Peak', unit: 'mV', digits: 1, relative: false },
  { key: 'dvdtMaxVs', label: 'dV/dt max', unit: 'V/s', digits: 1, relative: true },
] as const satisfies readonly { key: keyof ApFeatures; label: string; unit: string; digits: number; relative: boolean }[];

interface Beat {
  readonly outcome: string;
  readonly features: ApFeatures;
}

/** One column a beat, outcome first. */
export function beatTable(beats: readonly (readonly [name: string, beat: Beat])[]): string[] {
  return table(
    ['', ...beats.map(([name]) => name)],
    [
      ['Outcome', ...beats.map(([, beat]) => beat.outcome)],
      ...BEAT_FEATURES.map(({ key, label, unit, digits }) => [`${label} (${unit})`, ...beats.map(([, beat]) => shown(beat.features[key], digits))]),
    ],
  );
}

/** Median and 90 % range of ensembles, one column each. */
export function ensembleTable(ensembles: readonly (readonly [name: string, beat: EnsembleBeat])[]): string[] {
  const range = (spread: EnsembleBeat['features']['mdpMv'], digits: number): string =>
    spread === null ? '-' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
  return table(
    ['', ...ensembles.map(([name]) => name)],
    [
      ['Outcomes', ...ensembles.map(([, { members, outcomes }]) => Object.entries(outcomes).map(([outcome, share]) => `${Math.round(share * members)} ${outcome}`).join(', '))],
      ...BEAT_FEATURES.map(({ key, label, unit, digits }) => [`${label} (${unit})`, ...ensembles.map(([, { features }]) => range(features[key], digits))]),
    ],
  );
}

/** b minus a per feature, null where either has none; percent of a where that means something. */
export function beatDifferences(a: ApFeatures, b: ApFeatures): Record<string, { absolute: number; percent: number | null } | null> {
  return Object.fromEntries(
    BEAT_FEATURES.map(({ key, relative }) => {
      const from = a[key];
      const to = b[key];
      if (from === null || to === null) return [key, null];
      return [key, { absolute: to - from, percent: relative && from !== 0 ? (100 * (to - from)) / from : null }];
    }),
  );
}
