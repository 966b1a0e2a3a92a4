import type { ExperimentResult } from './experiment-schema.ts';
import type { Spread } from '../twin/ensemble.ts';
import { FEATURE_WORDS } from './swept-cell.ts';
import { concentrationAt, type Wash } from './wash.ts';
import { WASH_FEATURES } from './washed-cell.ts';

/** Columns behind cell, condition, drug and source. */
export const WASH_COLUMNS = [
  'Row of',
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
  'Twin',
] as const;

type Row = (string | number | null)[];

/** One row an interval and measure of a wash-in, then one a beat of the twin and measure. */
export function washRows(result: NonNullable<ExperimentResult['wash']>, wash: Wash): Row[] {
  return [...intervalRows(result), ...beatRows(result, wash)];
}

function intervalRows({ intervals, intervalS, twin }: NonNullable<ExperimentResult['wash']>): Row[] {
  return intervals.flatMap(({ fromS, nM, outcomes, features, changes, chargesPcPf = {} }, i) => {
    const all = Object.entries(outcomes).map(([word, share]) => `${Math.round(100 * share)} % ${word}`);
    const row = (name: string, unit: string, value: Spread | null, change: Spread | null): Row => {
      const figures = [value?.median, value?.low, value?.high, change?.median, change?.low, change?.high].map((each) => each ?? null);
      return [`interval of ${intervalS} s`, fromS, nM, all.join('; '), twin.outcomes[i] ?? '', name, unit, ...figures, null];
    };
    return [
      ...WASH_FEATURES.map((key) => row(FEATURE_WORDS[key][0], FEATURE_WORDS[key][1], features[key] ?? null, changes[key] ?? null)),
      ...Object.entries(chargesPcPf).map(([name, value]) => row(chargeName(name), 'pC/pF', value, null)),
    ];
  });
}

function beatRows({ intervalS, twin }: NonNullable<ExperimentResult['wash']>, wash: Wash): Row[] {
  return twin.beats.flatMap((beat) => {
    const does = twin.outcomes[Math.floor(beat.atS / intervalS)] ?? '';
    const row = (name: string, unit: string, value: number | null): Row => {
      const figures = Array.from({ length: 6 }, () => null);
      return ['beat', beat.atS, concentrationAt(wash, beat.atS), '', does, name, unit, ...figures, value];
    };
    return [
      ...WASH_FEATURES.map((key) => row(FEATURE_WORDS[key][0], FEATURE_WORDS[key][1], beat[key] ?? null)),
      ...Object.entries(beat.chargesPcPf ?? {}).map(([name, value]) => row(chargeName(name), 'pC/pF', value)),
    ];
  });
}

function chargeName(current: string): string {
  return `Net charge of ${current}`;
}
