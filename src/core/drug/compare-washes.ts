import type { Spread } from '../twin/ensemble.ts';
import { mostOf } from './most-of.ts';
import type { WashResult } from './wash-schema.ts';
import { stopWords } from './wash-words.ts';

/** One interval of two wash-ins: what most cells do, APD90 and its change, and the calcium transient. */
export interface ComparedInterval {
  readonly fromS: number;
  /** In the bath. */
  readonly nM: readonly [number, number];
  readonly outcomes: readonly [string, string];
  readonly apd90Ms: readonly [Spread | null, Spread | null];
  readonly apd90Change: readonly [Spread | null, Spread | null];
  readonly calciumNm: readonly [Spread | null, Spread | null];
}

export interface ComparedWash {
  /** How many cells stop, when and at which concentration, of each. */
  readonly stops: readonly [string, string];
  /** Intervals that begin at one time in both. */
  readonly intervals: readonly ComparedInterval[];
}

/** Two wash-ins side by side, by the time of their records. */
export function compareWashes(first: WashResult, second: WashResult): ComparedWash {
  const intervals = first.intervals.flatMap((one): ComparedInterval[] => {
    const other = second.intervals.find(({ fromS }) => fromS === one.fromS);
    if (other === undefined) return [];
    const both = <T>(of: (interval: typeof one) => T): [T, T] => [of(one), of(other)];
    return [
      {
        fromS: one.fromS,
        nM: both(({ nM }) => nM),
        outcomes: both(({ outcomes }) => mostOf(outcomes)),
        apd90Ms: both(({ features }) => features['apd90Ms'] ?? null),
        apd90Change: both(({ changes }) => changes['apd90Ms'] ?? null),
        calciumNm: both(({ features }) => features['calciumAmplitudeNm'] ?? null),
      },
    ];
  });
  return { stops: [stopWords(first), stopWords(second)], intervals };
}
