import type { EnsembleBeat } from '../core/twin/ensemble.ts';
import { BEAT_FEATURES } from '../core/twin/beat-features.ts';
import type { ApFeatures } from '../core/twin/twin.ts';
import { shown, table } from './table.ts';

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
      ...BEAT_FEATURES.map(({ key, label, unit, digits }) => [
        `${label} (${unit})`,
        ...beats.map(([, beat]) => shown(beat.features[key], digits)),
      ]),
    ],
  );
}

/** Median and 90 % range of ensembles, one column each, and of the change within each cell. */
export function ensembleTable(
  ensembles: readonly (readonly [name: string, beat: EnsembleBeat])[],
  change: EnsembleBeat['features'] | null = null,
): string[] {
  const range = (spread: EnsembleBeat['features']['mdpMv'], digits: number): string =>
    spread === null ? '-' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
  return table(
    ['', ...ensembles.map(([name]) => name), ...(change === null ? [] : ['Change within each cell'])],
    [
      [
        'Outcomes',
        ...ensembles.map(([, { members, outcomes }]) =>
          Object.entries(outcomes)
            .map(([outcome, share]) => `${Math.round(share * members)} ${outcome}`)
            .join(', '),
        ),
      ],
      ...BEAT_FEATURES.map(({ key, label, unit, digits }) => [
        `${label} (${unit})`,
        ...ensembles.map(([, { features }]) => range(features[key], digits)),
        ...(change === null ? [] : [range(change[key], digits)]),
      ]),
    ],
  );
}

/** b minus a per feature, null where either has none; also in percent of a where that is meaningful. */
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
