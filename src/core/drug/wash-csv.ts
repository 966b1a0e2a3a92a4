import type { ExperimentResult } from './experiment-schema.ts';
import type { Spread } from '../twin/ensemble.ts';
import { FEATURE_WORDS } from './swept-cell.ts';
import { WASH_FEATURES } from './washed-cell.ts';

/** Columns behind cell, condition, drug and source. */
export const WASH_COLUMNS = [
  'From (s)',
  'In the bath (nM)',
  'Outcomes',
  'Twin does',
  'Measure',
  'Unit',
  'Median',
  'Low (5 %)',
  'High (95 %)',
  'Change',
  'Change low',
  'Change high',
] as const;

/** One row an interval and measure of a wash-in. */
export function washRows({ intervals, twin }: NonNullable<ExperimentResult['wash']>): (string | number | null)[][] {
  return intervals.flatMap(({ fromS, nM, outcomes, features, changes, chargesPcPf = {} }, i) => {
    const all = Object.entries(outcomes).map(([word, share]) => `${Math.round(100 * share)} % ${word}`);
    const row = (name: string, unit: string, value: Spread | null, change: Spread | null): (string | number | null)[] => {
      const figures = [value?.median, value?.low, value?.high, change?.median, change?.low, change?.high].map((each) => each ?? null);
      return [fromS, nM, all.join('; '), twin.outcomes[i] ?? '', name, unit, ...figures];
    };
    return [
      ...WASH_FEATURES.map((key) => row(FEATURE_WORDS[key][0], FEATURE_WORDS[key][1], features[key] ?? null, changes[key] ?? null)),
      ...Object.entries(chargesPcPf).map(([name, value]) => row(`Net charge of ${name}`, 'pC/pF', value, null)),
    ];
  });
}
