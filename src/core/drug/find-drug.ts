import type { DrugEntry } from './drug-schema.ts';
import { bySourceRank, sourceKind } from './source-rank.ts';

export interface FoundDrug {
  readonly entry: DrugEntry;
  /** States which source was taken and names the others; empty when there is only one or it was chosen. */
  readonly notes: readonly string[];
}

/**
 * Finds a drug by name (case does not matter). Sources are never merged: without a chosen one the first by rank
 * (manual patch clamp before automated) is taken, with a note.
 * @throws Error with the nearest names when the drug is unknown, with the drug's sources when the source is
 */
export function findDrug(table: readonly DrugEntry[], drug: string, sourceId?: string): FoundDrug {
  const wanted = drug.trim().toLowerCase();
  const entries = table.filter((entry) => entry.drug.toLowerCase() === wanted);
  if (entries.length === 0) {
    throw new Error(
      `Unknown drug "${drug}". The nearest of the table are: ${nearest(table, wanted).join(', ')}. Or give IC50 and Hill per channel.`,
    );
  }
  const sources = entries.map((entry) => entry.sourceId);
  if (sourceId !== undefined) {
    const chosen = entries.find((entry) => entry.sourceId === sourceId);
    if (!chosen) throw new Error(`Source "${sourceId}" does not know ${drug}. Expected one of: ${sources.join(', ')}.`);
    return { entry: chosen, notes: [] };
  }
  const entry = bySourceRank(entries)[0] as DrugEntry;
  const others = sources.filter((source) => source !== entry.sourceId);
  const kind = sourceKind(entry.sourceId);
  const notes =
    others.length === 0
      ? []
      : [`Values of source ${entry.sourceId}${kind === null ? '' : ` (${kind})`}; others for ${entry.drug}: ${others.join(', ')}.`];
  return { entry, notes };
}

function nearest(table: readonly DrugEntry[], wanted: string): string[] {
  const names = [...new Set(table.map((entry) => entry.drug))];
  return names
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), wanted) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name, 'en'))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Number of letters to insert, delete or replace to turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let k = 1; k <= to.length; k++) {
      const replace = (row[k - 1] as number) + (from[i - 1] === to[k - 1] ? 0 : 1);
      next.push(Math.min((row[k] as number) + 1, (next[k - 1] as number) + 1, replace));
    }
    row = next;
  }
  return row[to.length] as number;
}
