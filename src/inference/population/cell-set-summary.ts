import { OUTCOMES, type PhenotypeOutcome } from '../../core/beat/phenotype.ts';
import type { CellPlan } from '../../core/population/population-rows.ts';
import type { CellSetManifest, ShardSeal } from './cell-set.ts';

export interface CellSetSummary {
  readonly kind: CellPlan['kind'];
  readonly cells: number;
  /** Number of cells that were drawn. */
  readonly drawn: number;
  readonly outcomes: Partial<Record<PhenotypeOutcome, number>>;
  readonly shards: number;
  /** Shards that existed already. */
  readonly kept: number;
  readonly columns: number;
  /** Processor time of all shards, and of one drawn cell. */
  readonly cpuSeconds: number;
  readonly cpuMsPerDrawnCell: number;
  readonly seconds: number;
}

/** Totals over the shards of a set. */
export function summarise(
  manifest: CellSetManifest,
  seals: readonly ShardSeal[],
  run: Pick<CellSetSummary, 'kept' | 'seconds'>,
): CellSetSummary {
  const total = (pick: (seal: ShardSeal) => number): number => seals.reduce((sum, seal) => sum + pick(seal), 0);
  const drawn = total((seal) => seal.drawn);
  const cpuSeconds = total((seal) => seal.cpuSeconds);
  const outcomes: CellSetSummary['outcomes'] = {};
  for (const outcome of OUTCOMES) {
    const count = total((seal) => seal.outcomes[outcome] ?? 0);
    if (count > 0) outcomes[outcome] = count;
  }
  return {
    kind: manifest.plan.kind,
    cells: total((seal) => seal.rows),
    drawn,
    outcomes,
    shards: seals.length,
    kept: run.kept,
    columns: manifest.columns.length,
    cpuSeconds,
    cpuMsPerDrawnCell: (1000 * cpuSeconds) / drawn,
    seconds: run.seconds,
  };
}
