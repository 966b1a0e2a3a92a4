import { blockFraction } from './block-fraction.ts';
import type { DrugChannel, DrugEntry } from './drug-schema.ts';

/** Disagreement of a drug's sources on one channel at a concentration, as blocked fractions 0..1. */
export interface SourceSpread {
  readonly channel: DrugChannel;
  readonly sources: number;
  readonly low: number;
  readonly high: number;
}

/** Of each channel that more than one source of the drug gives, the range of their blocks; the widest first. */
export function sourceSpread(
  table: readonly Pick<DrugEntry, 'drug' | 'channels'>[],
  drug: string,
  concentrationNm: number,
): SourceSpread[] {
  const wanted = drug.trim().toLowerCase();
  const fractions = new Map<DrugChannel, number[]>();
  for (const { channels } of table.filter((entry) => entry.drug.toLowerCase() === wanted)) {
    for (const block of channels)
      fractions.set(block.channel, [...(fractions.get(block.channel) ?? []), blockFraction(block, concentrationNm)]);
  }
  return [...fractions]
    .filter(([, values]) => values.length > 1)
    .map(([channel, values]) => ({ channel, sources: values.length, low: Math.min(...values), high: Math.max(...values) }))
    .sort((a, b) => b.high - b.low - (a.high - a.low));
}

/** Ranges narrower than this count as agreement. */
const NOTABLE = 0.05;

/** The spread as a sentence; null where only one source gives the drug, or all agree within 5 % of block. */
export function spreadSentence(
  table: readonly Pick<DrugEntry, 'drug' | 'channels'>[],
  drug: string,
  concentrationNm: number,
): string | null {
  const wide = sourceSpread(table, drug, concentrationNm).filter(({ low, high }) => high - low > NOTABLE);
  if (wide.length === 0) return null;
  const percent = (fraction: number): string => String(Math.round(100 * fraction) + 0);
  const ranges = wide
    .slice(0, 3)
    .map(({ channel, low, high, sources }) => `${channel} from ${percent(low)} to ${percent(high)} % (${sources} sources)`);
  return `Sources differ at ${concentrationNm} nM: block of ${ranges.join(', ')}.`;
}
