import type { DrugEntry, PublishedBlock } from './drug-schema.ts';

/** Disagreement of laboratories on one drug and channel, as SDs. */
export interface LabSpread {
  /** Of the natural logarithms of IC50 and Hill coefficient. */
  readonly logIc50Sd: number;
  readonly logHillSd: number;
  /** Pairs of drug and channel that more than one laboratory gives. */
  readonly pairs: number;
}

/**
 * How much laboratories differ, measured over the table: the pooled SD within a drug and channel. Only values within the tested range and
 * given Hill coefficients count; variants of one source count once.
 */
export function labSpread(table: readonly DrugEntry[]): LabSpread {
  const groups = new Map<string, PublishedBlock[]>();
  for (const { drug, sourceId, channels } of table) {
    if (sourceId === 'FDA_manual_2018_WhiteOak_hERG') continue;
    for (const block of channels) {
      if (block.extrapolated || !block.hillGiven) continue;
      const key = `${drug.toLowerCase()} ${block.channel}`;
      groups.set(key, [...(groups.get(key) ?? []), block]);
    }
  }
  const several = [...groups.values()].filter((blocks) => blocks.length > 1);
  const pooled = (of: (block: PublishedBlock) => number): number => {
    let squares = 0;
    let freedom = 0;
    for (const blocks of several) {
      const values = blocks.map((block) => Math.log(of(block)));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      freedom += values.length - 1;
    }
    return freedom === 0 ? NaN : Math.sqrt(squares / freedom);
  };
  return { logIc50Sd: pooled(({ ic50Nm }) => ic50Nm), logHillSd: pooled(({ hill }) => hill), pairs: several.length };
}
