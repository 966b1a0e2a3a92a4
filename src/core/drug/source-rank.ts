import type { DrugEntry } from './drug-schema.ts';

/**
 * How a source measured its block, best first. The sources of the table state no temperature, so none is given here. The manual ones were
 * made for cardiac safety assays, the automated ones for a comparison of sites.
 */
export const SOURCE_KINDS = ['manual patch clamp', 'automated patch clamp', 'compiled from the literature'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * Kind of each source. Their order is the rank within a kind: values as published before refitted ones, and before a variant with
 * another laboratory's IKr.
 * Citations: scripts/import-drugs.ts.
 */
export const SOURCES = {
  FDA_manual_2018: 'manual patch clamp',
  FDA_v1_2017_MCMC: 'manual patch clamp',
  Crumb2016_refit: 'manual patch clamp',
  FDA_manual_2018_WhiteOak_hERG: 'manual patch clamp',
  CRL_HTS_2020: 'automated patch clamp',
  Nanion_HTS_2020: 'automated patch clamp',
  Mirams2011_ApPredict: 'compiled from the literature',
} as const satisfies Readonly<Record<string, SourceKind>>;

/** Kind of a source; null for an unknown one, which ranks last. */
export function sourceKind(sourceId: string): SourceKind | null {
  return sourceId in SOURCES ? SOURCES[sourceId as keyof typeof SOURCES] : null;
}

/** Position of a source among all, 0 first; unknown sources come last. */
export function sourceRank(sourceId: string): number {
  const kind = sourceKind(sourceId);
  const ids = Object.keys(SOURCES);
  const within = ids.indexOf(sourceId);
  return kind === null ? SOURCE_KINDS.length * ids.length : SOURCE_KINDS.indexOf(kind) * ids.length + within;
}

/** Entries of one drug with the default one first; sources of one rank by name, whatever order they came in. */
export function bySourceRank<T extends Pick<DrugEntry, 'sourceId'>>(entries: readonly T[]): T[] {
  return [...entries].sort(
    (a, b) => sourceRank(a.sourceId) - sourceRank(b.sourceId) || (a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : 0),
  );
}

/** The entry that app, command line and report use when no source is chosen. */
export function defaultEntry<T extends Pick<DrugEntry, 'drug' | 'sourceId'>>(table: readonly T[], drug: string): T | null {
  const wanted = drug.trim().toLowerCase();
  return bySourceRank(table.filter((entry) => entry.drug.toLowerCase() === wanted))[0] ?? null;
}
