import { join, resolve } from 'node:path';
import { sealOfWhole } from '../population/cell-set.ts';
import { shardCount, shardIsWhole } from '../population/dataset.ts';
import { openCells, type CellRequest } from '../population/generate-cells.ts';
import { openTraining, type PopulationRequest } from '../population/generate.ts';
import { runOnSlurm, type SlurmRequest, type SlurmResult } from './run-on-slurm.ts';

export interface SlurmWish extends Pick<
  SlurmRequest,
  'cpusPerTask' | 'maxTasks' | 'parallel' | 'options' | 'maxRounds' | 'pollMs' | 'quietMs' | 'cluster' | 'signal' | 'onProgress'
> {
  /** Program and arguments that make shards of a folder; the list "4,5,6" follows as the last argument. */
  readonly command: (folder: string) => readonly string[];
}

/** Share of drawn cells that beat by themselves in the prior, for the first guess of shards: 0.41, with a margin. */
const BEATING_SHARE = 0.39;

/**
 * Makes the shards that a request of cells needs as array jobs; where only beating cells are kept, continues until there are
 * enough. generateCells on the same request then only reads, verifies and sums up.
 */
export async function cellsOnSlurm(request: CellRequest, wish: SlurmWish): Promise<SlurmResult> {
  const manifest = openCells(request);
  const folder = resolve(request.folder);
  const rows = new Map<number, number>();
  const isWhole = (shard: number): boolean => {
    const seal = sealOfWhole(folder, manifest, shard);
    if (seal) rows.set(shard, seal.rows);
    return seal !== null;
  };
  const made = (): number => [...rows.values()].reduce((sum, count) => sum + count, 0);
  const jobs: string[] = [];
  let share = request.plan.kind === 'beating' ? BEATING_SHARE : 1;
  let kept: number | null = null;
  for (;;) {
    const lacking = Math.max(0, request.cells - made());
    const shards = rows.size + Math.ceil(lacking / (share * manifest.cellsPerShard));
    const result = await runOnSlurm({ ...wish, folder: join(folder, 'slurm'), shards, isWhole, command: wish.command(folder) });
    jobs.push(...result.jobs);
    kept ??= result.kept;
    if (made() >= request.cells) return { shards, kept, jobs };
    if (made() === 0)
      throw new Error(
        `None of ${shards * manifest.cellsPerShard} cells was of the kind "${request.plan.kind}". Choose another kind or spread.`,
      );
    share = made() / (shards * manifest.cellsPerShard);
  }
}

/** Makes the shards of a training population as array jobs; generatePopulation on the same request then only verifies. */
export async function trainingOnSlurm(request: PopulationRequest, wish: SlurmWish): Promise<SlurmResult> {
  const manifest = openTraining(request);
  const folder = resolve(request.folder);
  return runOnSlurm({
    ...wish,
    folder: join(folder, 'slurm'),
    shards: shardCount(manifest),
    isWhole: (shard) => shardIsWhole(folder, manifest, shard),
    command: wish.command(folder),
  });
}
